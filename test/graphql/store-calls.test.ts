import { graphql } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGraph, createContext } from '../../src/graphql/index.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { loadOperations } from '../../src/playground/operations.ts';
import { OPERATIONS } from '../../src/playground/static.ts';
import type { Store } from '../../src/store/ports.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const schema = buildGraph();
const DATASETS = 50;

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ THROUGHLINE_SEED: 'demo' });
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

/** Answers an operation over the real store, and says which of its methods were called. */
async function callsOf(source: string, variableValues: Record<string, unknown> = {}): Promise<string[]> {
  const calls: string[] = [];
  const counted = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          calls.push(String(name));
          return Reflect.apply(member, target, args) as unknown;
        };
      },
    });
  const { graph, log } = server.services.store;
  const store = { graph: counted(graph), log: counted(log) } as Store;
  const contextValue = createContext({ ...server.services, store }, EVERYBODY);
  const { errors, data } = await graphql({ schema, source, variableValues, contextValue });
  expect(errors).toBeUndefined();
  expect(data).not.toBeNull();
  return calls;
}

test('three levels below 50 datasets cost at most 4 calls, cold', async () => {
  const calls = await callsOf(
    `{ datasets(first: ${DATASETS}, filter: { namespace: { eq: "counted" } }) { nodes { fields { nodes { derivesFrom { dataset { name } } } } } } }`,
  );
  expect(calls).toEqual(['find', 'related', 'related', 'related']);
});

test.each(loadOperations(OPERATIONS))('the saved operation $name costs few calls', async ({ document, variables }) => {
  const calls = await callsOf(document, variables);
  expect(calls.length).toBeLessThanOrEqual(6);
});
