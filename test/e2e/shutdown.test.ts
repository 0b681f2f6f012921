import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
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

test.each([
  [
    'its body',
    'POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
  ],
  ['its head', 'POST /graph'],
])('a request of which %s was not sent to its end does not hold it up', async (_part, text) => {
  const server = await startServer();
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => {});
  await new Promise<void>((resolve) => socket.write(text, () => resolve()));
  const cut = new Promise((resolve) => socket.once('close', resolve));
  await setTimeout(200);
  const begin = performance.now();
  await server[Symbol.asyncDispose]();
  expect(performance.now() - begin).toBeLessThan(5_000);
  await cut;
});
