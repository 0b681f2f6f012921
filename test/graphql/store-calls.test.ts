import { graphql, parse, subscribe, type ExecutionResult } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGraph, createContext } from '../../src/graphql/index.ts';
import type { RequestContext } from '../../src/domains/kind/context.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { createChangeFeed } from '../../src/live/change-feed.ts';
import { loadOperations, type SavedOperation } from '../../src/playground/operations.ts';
import { OPERATIONS } from '../../src/playground/static.ts';
import type { Store } from '../../src/store/ports.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const schema = buildGraph();
const DATASETS = 50;

const INTRODUCTION = `# Saved operations

The playground lists them, each with variables that fit the demo company. They lie in \`schema/operations\`: a file
\`NN-name.graphql\` with one query or subscription under \`# title:\` and \`# question:\`, and beside it its
variables as \`NN-name.variables.json\`. A new file is all that a new one takes.

The last column counts the reads of the store that an answer takes, each for all ids at once; walks and searches need
none, as they run in memory.

| title | question | operation | reads |
|---|---|---|---|
`;

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

/** A context over the real store, and which of the store's methods are called through it. */
function counting(): { contextValue: RequestContext; calls: string[] } {
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
  const feed = createChangeFeed(store, server.services.reader);
  return { contextValue: createContext({ ...server.services, store, feed }, EVERYBODY), calls };
}

async function callsOf(source: string, variableValues: Record<string, unknown> = {}): Promise<string[]> {
  const { contextValue, calls } = counting();
  const { errors, data } = await graphql({ schema, source, variableValues, contextValue });
  expect(errors).toBeUndefined();
  expect(data).not.toBeNull();
  return calls;
}

/** Of one event that a feed delivers, from the wake on. */
async function callsOfAnEvent({ document, variables }: SavedOperation): Promise<string[]> {
  const { contextValue, calls } = counting();
  const feed = await subscribe({ schema, document: parse(document), variableValues: variables, contextValue });
  if (!(Symbol.asyncIterator in feed)) throw new Error(JSON.stringify(feed));
  const next = async () => (await feed.next()).value as ExecutionResult;
  await next();
  const event = next();
  calls.length = 0;
  await server.query('mutation { upsertDataset(input: { namespace: "live", name: "counted" }) { position } }');
  expect((await event).errors).toBeUndefined();
  await feed.return();
  return calls;
}

test('three levels below 50 datasets cost at most 4 calls, cold', async () => {
  const calls = await callsOf(
    `{ datasets(first: ${DATASETS}, filter: { namespace: { eq: "counted" } }) { nodes { fields { nodes { derivesFrom { dataset { name } } } } } } }`,
  );
  expect(calls).toEqual(['find', 'related', 'related', 'related']);
});

const operations = loadOperations(OPERATIONS);
const costs = new Map<string, number>();

test.each(operations)('the saved operation $name costs few calls', async (operation) => {
  const { name, type, document, variables } = operation;
  const calls = type === 'query' ? await callsOf(document, variables) : await callsOfAnEvent(operation);
  costs.set(name, calls.length);
  expect(calls.length).toBeLessThanOrEqual(6);
});

test('docs/operations.md lists them as they are; vitest run -u writes it', async () => {
  const rows = operations.map(
    ({ title, question, name, type }) =>
      `| ${title} | ${question} | ${name} | ${costs.get(name)}${type === 'query' ? '' : ' an event'} |`,
  );
  await expect(`${INTRODUCTION}${rows.join('\n')}\n`).toMatchFileSnapshot('../../docs/operations.md');
});
