import { expect, test } from 'vitest';
import { startServer } from '../kit/server.ts';

test('what is under way when the server closes is answered, and idle connections do not hold it up', async () => {
  const server = await startServer();
  await (await fetch(`${server.url}/healthz`)).text();
  // The log has grown, and the answer waits until reads see it.
  const underWay = new Promise<void>((resolve) => server.services.store.log.wake(resolve));
  const facts = Array.from({ length: 2_000 }, (_, index) => ({
    ...{ fact: 'entity', kind: 'DATASET', namespace: 'late', name: `t${index}` },
    ...{ at: '2026-01-01T00:00:00Z', source: 'dbt' },
  }));
  const answer = server.answer('mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { applied } }', { facts });
  await underWay;
  const begin = performance.now();
  await server[Symbol.asyncDispose]();
  expect(performance.now() - begin).toBeLessThan(5_000);
  expect(await answer).toMatchObject({ data: { applyFacts: { applied: 2_000 } } });
});
