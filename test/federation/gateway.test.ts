import { request, type IncomingMessage } from 'node:http';
import { getNamedType, isAbstractType, Kind, parse, print, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { buildGraph, domainsOf } from '../../src/graphql/index.ts';
import { loadOperations, OPERATIONS } from '../../src/playground/operations.ts';
import { doneMeanwhile } from '../../bench/metrics.ts';
import { bodyOf, streamEvents } from '../kit/event-stream.ts';
import { startTestGateway, type TestGateway } from '../kit/gateway.ts';
import { comparable, errorsOf } from './comparable.ts';
import type { Answer } from '../kit/server.ts';
import { sameAnswers } from './same-answers.ts';
import { without } from './without.ts';

const KPI = 'urn:throughline:business-kpi:growth:customer-retention';
const graph = buildGraph();
const began = new Date();
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

describe('Hive Gateway over a process for each domain', () => {
  sameAnswers(() => gateway);
});

describe('what pages of others can make a browser send to the gateway', () => {
  test.each<[string, Record<string, string>, number]>([
    ['another origin', { origin: 'https://evil.test' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['a page that may not see the answer', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
    ['a name that leads here', { host: 'evil.test' }, 421],
    ['no origin', {}, 200],
  ])('%s', async (_which, headers, status) => {
    const query = '{ datasets { total { value } } }';
    const body = JSON.stringify({ query });
    const json = { 'content-type': 'application/json', ...headers };
    const form = { 'content-type': 'application/x-www-form-urlencoded', ...headers };
    const parameters = new URLSearchParams({ query }).toString();
    const sent = [
      await send(gateway.url, 'POST', json, body),
      await send(gateway.url, 'POST', form, parameters),
      await send(`${gateway.url}?${parameters}`, 'GET', headers),
      await send(`${gateway.url}?${parameters}`, 'GET', { accept: 'text/event-stream', ...headers }),
    ];
    expect(sent.map((answer) => answer.statusCode)).toEqual(sent.map(() => status));
    expect(sent.filter((answer) => 'access-control-allow-origin' in answer.headers)).toEqual([]);
    const socket = createClient({
      ...{ url: gateway.url.replace('http', 'ws'), retryAttempts: 0 },
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocol: string) {
          super(url, protocol, { headers });
        }
      },
    });
    const { value } = await socket.iterate({ query }).next();
    expect([value?.data !== undefined, value?.errors?.[0]?.extensions?.['code']]).toEqual(
      status === 200 ? [true, undefined] : [false, 'FORBIDDEN'],
    );
    await socket.dispose();
  });
});

test.each(domainsOf(graph))(
  '%s takes subscriptions where the gateway asks for them, and nothing else',
  async (domain) => {
    const url = gateway.relays.get(domain)?.url ?? '';
    const { response } = await streamEvents(url, '{ __typename }');
    expect([response.statusCode, await bodyOf(response)]).toMatchObject([
      405,
      { errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'query' } }] },
    ]);
    const guarded = await streamEvents(url, '{ __typename }', {}, { accept: 'application/json' });
    expect([guarded.response.statusCode, JSON.stringify(await bodyOf(guarded.response))]).toEqual([
      400,
      expect.stringContaining('CSRF'),
    ]);
  },
);

/** With headers that `fetch` does not send. */
function send(url: string, method: string, headers: Record<string, string>, body = ''): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => resolve(response.resume()));
    sent.on('error', reject).end(body);
  });
}

const queries = loadOperations(OPERATIONS)
  .filter(({ type }) => type === 'query')
  .map((operation) => ({ ...operation, document: withTypes(operation.document) }));

/** With the kind of each entity, which says who owns what is below. */
function withTypes(document: string): string {
  const types = new TypeInfo(graph);
  const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;
  const told = visit(
    parse(document),
    visitWithTypeInfo(types, {
      Field(node) {
        const type = types.getType();
        if (node.selectionSet === undefined || !type || !isAbstractType(getNamedType(type))) return undefined;
        const selections = [typename, ...node.selectionSet.selections];
        return { ...node, selectionSet: { ...node.selectionSet, selections } };
      },
    }),
  );
  return print(told);
}

test.each(domainsOf(graph))(
  'without %s each saved operation gives all else, and says what is missing',
  async (domain) => {
    const whole = await Promise.all(
      queries.map(({ document, variables }) => gateway.single.answer(document, variables)),
    );
    await gateway.relays.get(domain)?.cut();
    try {
      for (const [index, { name, document, variables }] of queries.entries()) {
        const { data, missing } = without(graph, document, whole[index]?.data ?? {}, domain);
        const came = await gateway.answer(document, variables);
        const compared = (left: Answer['data'] = null): unknown => comparable(document, { data: left }, began);
        expect([name, compared(came.data)]).toEqual([name, compared(data)]);
        const told = missing.map((path) => `INTERNAL_SERVER_ERROR ${path}`);
        expect([name, ...new Set(errorsOf(came))]).toEqual([name, ...told]);
      }
    } finally {
      await gateway.relays.get(domain)?.mend();
    }
  },
);

test.each([
  [
    'a list',
    'datasets(first: $n) { nodes { description owners { name } writtenBy(first: 3) { name owners { id } } } }',
  ],
  [
    'what a walk gives',
    `lineage(of: ["${KPI}"], direction: UPSTREAM, first: $n) { nodes { entity { name
    ... on Deployment { tags serving { version { model { name } } } } ... on Job { runs(first: 1) { total { value } } } } } }`,
  ],
])('%s of many takes no more requests and reads than one of few', async (_what, selection) => {
  const ask = (n: number) =>
    doneMeanwhile(
      [...gateway.relays.values()].map(({ url }) => url),
      async () => expect(await gateway.answer(`query ($n: Int) { ${selection} }`, { n })).not.toHaveProperty('errors'),
    );
  // The gateway makes its plan, and each subgraph reads what it then keeps.
  await ask(100);
  const [few, many] = [await ask(25), await ask(100)];
  expect(many.requests).toBe(few.requests);
  expect(many.storeCalls).toBeLessThanOrEqual(few.storeCalls + 1);
  expect(few.requests).toBeGreaterThan(1);
});

/** The least of each form that is left out of the comparison: one that is mended fails here, and may go from there. */
test.each<[form: string, query: string, wrong: Partial<Answer>]>([
  [
    'a field once more behind one of the same name that has a condition',
    'query ($c: Boolean = false) { datasets { total { value @include(if: $c) value } } }',
    { data: null, errors: [error('INTERNAL_SERVER_ERROR', ['datasets', 'total', 'value'])] },
  ],
  [
    'a fragment in which there is nothing but __typename',
    '{ datasets(first: 1) { nodes { lineage(direction: UPSTREAM) { ...F } } } } fragment F on Lineage { ... on Lineage { __typename } }',
    { data: { datasets: { nodes: [{ lineage: null }] } } },
  ],
  [
    'fragments on interfaces in each other, each written anew for each kind',
    `{ experimentRuns(first: 1) { nodes { experiment { ${'... on Node { ... on Entity { id '.repeat(3)} description ${'} } '.repeat(3)} } } } }`,
    { data: null, errors: [error('GRAPHQL_PARSE_FAILED', ['experimentRuns'])] },
  ],
  [
    'a fragment on an interface without a field of its own',
    '{ people { ...G } } fragment F on Entity { ... on Experiment { id } } fragment G on PersonConnection { nodes { owns { ...F id } } }',
    { data: null, errors: [error('GRAPHQL_VALIDATION_FAILED', ['people'])] },
  ],
  [
    'a condition on the id of an entity',
    '{ people(first: 1) { edges { node { id @include(if: false) tags } } } }',
    { errors: [error('BAD_USER_INPUT', ['people', 'edges', 0, 'node', 'tags'])] },
  ],
  [
    'a condition on a fragment on an interface, asked for nevertheless',
    `{ entity(id: "${KPI}") { ... on Entity @skip(if: true) { ${'lineage(direction: UPSTREAM, first: 1000) { nodes { entity { '.repeat(4)} id ${'} } } '.repeat(4)} } } }`,
    { data: { entity: null }, errors: [error('LIMIT_EXCEEDED', ['entity'])] },
  ],
  [
    'an error in a list, whose place in it is lost',
    '{ features(first: 1) { nodes { lineage(direction: UPSTREAM, first: -1) { nodes { depth } } } } }',
    { errors: [error('BAD_USER_INPUT', ['features', 'nodes', 'lineage'])] },
  ],
  [
    'the error of one root that takes all the data along, told of another',
    `{ paths(from: "${KPI}", to: "${KPI}") { exhaustive } whatIf(changes: []) { verdict } }`,
    { data: null, errors: [error('INTERNAL_SERVER_ERROR', ['paths'])] },
  ],
])('Hive Gateway still gets wrong: %s', async (_form, query, wrong) => {
  expect(await gateway.answer(query)).toMatchObject(wrong);
  expect(await gateway.single.answer(query)).not.toMatchObject(wrong);
});

function error(code: string, path: (string | number)[]) {
  return { message: expect.any(String) as string, path, extensions: { code } };
}
