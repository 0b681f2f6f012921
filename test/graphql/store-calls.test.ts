import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf } from '../kit/counting.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const DATASETS = 50;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  const claim = { at: '2026-01-01T00:00:00Z', source: 'test' };
  const urn = (kind: string, name: string) => `urn:throughline:${kind}:counted:${encodeURIComponent(name)}`;
  const facts = Array.from({ length: DATASETS }, (_, index) => {
    const [name, field] = [`d${index}`, urn('field', `d${index}#id`)];
    return [
      { fact: 'entity', kind: 'DATASET', namespace: 'counted', name, ...claim },
      { fact: 'set', of: urn('dataset', name), type: 'CONTAINS', members: [field], ...claim },
      { fact: 'relation', type: 'DERIVES', from: urn('field', `d${(index + 1) % DATASETS}#id`), to: field, ...claim },
    ];
  }).flat();
  await server.query('mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { applied } }', { facts });
});
afterAll(() => server[Symbol.asyncDispose]());

test('three levels below 50 datasets cost at most 4 calls, cold', async () => {
  const calls = await callsOf(
    server,
    `{ datasets(first: ${DATASETS}) { nodes { fields { nodes { derivesFrom { dataset { name } } } } } } }`,
  );
  expect(calls).toEqual(['find', 'related', 'related', 'related']);
});
