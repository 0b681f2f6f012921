import { defaultFieldResolver, graphql, type GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGraph, createContext } from '../../src/graphql/index.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { callsOf } from '../kit/counting.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const DATASETS = 50;
const LATER = { at: '2026-01-02T00:00:00Z', source: 'test' };

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  const claim = { at: '2026-01-01T00:00:00Z', source: 'test' };
  const urn = (kind: string, name: string) => `urn:throughline:${kind}:counted:${encodeURIComponent(name)}`;
  const facts: object[] = Array.from({ length: DATASETS }, (_, index) => {
    const [name, field] = [`d${index}`, urn('field', `d${index}#id`)];
    return [
      { fact: 'entity', kind: 'DATASET', namespace: 'counted', name, ...claim },
      { fact: 'set', of: urn('dataset', name), type: 'CONTAINS', members: [field], ...claim },
      { fact: 'relation', type: 'DERIVES', from: urn('field', `d${(index + 1) % DATASETS}#id`), to: field, ...claim },
    ];
  }).flat();
  // Each reads the one before and is owned by somebody of its own.
  const chain = Array.from({ length: DATASETS }, (_, index) => {
    const job = urn('job', `j${index}`);
    return [
      { fact: 'relation', type: 'READ_BY', from: urn('dataset', `d${index}`), to: job, ...claim },
      { fact: 'relation', type: 'WRITES', from: job, to: urn('dataset', `d${index + 1}`), ...claim },
      { fact: 'relation', type: 'OWNS', from: urn('person', `p${index}`), to: job, ...claim },
      { fact: 'entity', kind: 'JOB', namespace: 'counted', name: `j${index}`, props: { sql: 'select 1' }, ...claim },
      { fact: 'entity', kind: 'JOB', namespace: 'counted', name: `j${index}`, props: { sql: 'select 2' }, ...LATER },
    ];
  }).flat();
  facts.push(...chain);
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

test('a page of lineage reads its entities in one call, whichever way they are selected', async () => {
  const walk = 'lineage(of: "urn:throughline:dataset:counted:d0", direction: DOWNSTREAM)';
  // The start, to know that there is one; then all.
  expect(await callsOf(server, `{ ${walk} { nodes { entity { name } } } }`)).toEqual(['records', 'records']);
  const fragment = 'fragment Page on Lineage { ... { n: nodes { e: entity { name } } } }';
  expect(await callsOf(server, `{ ${walk} { ...Page } } ${fragment}`)).toEqual(['records', 'records']);
  expect(await callsOf(server, `{ ${walk} { nodes { id } } }`)).toEqual(['records']);
});

test('entities of a page of lineage come without a promise for each', async () => {
  const schema = buildGraph();
  const field = (schema.getType('LineageNode') as GraphQLObjectType).getFields()['entity'];
  if (field === undefined) throw new Error('There is no entity.');
  const { resolve = defaultFieldResolver } = field;
  const given: unknown[] = [];
  field.resolve = (source, args, context, info) => {
    const entity: unknown = resolve(source, args, context, info);
    given.push(entity);
    return entity;
  };
  const { errors } = await graphql({
    schema,
    source: `{ lineage(of: "urn:throughline:dataset:counted:d0", direction: DOWNSTREAM) { nodes { entity { name } } } }`,
    contextValue: createContext(server.services, EVERYBODY),
  });
  expect(errors).toBeUndefined();
  expect(given).toHaveLength(2 * DATASETS + 1);
  expect(given.filter((each) => each instanceof Promise)).toEqual([]);
});

test('the causes among a hundred entities upstream cost as many calls as among a few', async () => {
  const document = (of: string) => `{
    rootCauses(of: "urn:throughline:dataset:counted:${of}", since: "2026-01-01T12:00:00Z", until: "2026-01-03T00:00:00Z",
      first: 100) {
      causes { entity { name } score changes { type at } path { nodes { id } } } total { value } examined } }`;
  // The entity that is asked about; who owns what, the columns, what happened; then to owners and columns; the causes.
  const calls = ['records', 'related', 'related', 'history', 'history', 'records'];
  expect(await callsOf(server, document('d2'))).toEqual(calls);
  expect(await callsOf(server, document(`d${DATASETS}`))).toEqual(calls);
  const { rootCauses } = await server.query<{ rootCauses: { total: { value: number }; examined: number } }>(
    document(`d${DATASETS}`),
  );
  expect(rootCauses).toMatchObject({ total: { value: DATASETS }, examined: 2 * DATASETS + 1 });
});
