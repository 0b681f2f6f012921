import { request } from 'node:http';
import { createClient, type Client } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
let client: Client;
beforeAll(async () => {
  server = await startServer();
  client = createClient({ url: `${server.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
});
afterAll(async () => {
  await client.dispose();
  await server[Symbol.asyncDispose]();
});

async function first(query: string, rest: Record<string, unknown> = {}): Promise<unknown> {
  try {
    for await (const answer of client.iterate({ query, ...rest })) return answer;
  } catch (errors) {
    // A message of errors alone: what was refused before it ran.
    return { errors };
  }
  throw new Error(`${query}\nhas no answer`);
}

test('queries and mutations say where they stand, as over HTTP', async () => {
  const mutation = 'mutation { upsertTeam(input: { namespace: "ws", name: "risk" }) { position } }';
  const written = (await first(mutation)) as { data: { upsertTeam: { position: string } } };
  const { position } = written.data.upsertTeam;
  expect(written).toMatchObject({ extensions: { position } });
  const query = '{ teams { nodes { name } } }';
  const read = {
    data: { teams: { nodes: [{ name: 'risk' }] } },
    extensions: { position, cost: { requested: 41, limit: 1_000_000 } },
  };
  expect(await first(query)).toEqual(read);
  expect(await server.answer(query)).toEqual(read);
});

test.each<[string, Record<string, unknown>, string, string | undefined]>([
  ['query ($n: Int) { datasets(first: $n) { total { value } } }', { variables: { n: 1.5 } }, 'BAD_USER_INPUT', 'n'],
  ['query ($id: ID!) { node(id: $id) { id } }', {}, 'BAD_USER_INPUT', 'id'],
  ['query A { __typename } query B { __typename }', {}, 'BAD_USER_INPUT', 'operationName'],
  ['query A { __typename }', { operationName: 'B' }, 'BAD_USER_INPUT', 'operationName'],
  [
    'query ($b: Boolean) { __typename @skip(if: $b) }',
    { variables: { b: null } },
    'GRAPHQL_VALIDATION_FAILED',
    undefined,
  ],
  ['{', {}, 'GRAPHQL_PARSE_FAILED', undefined],
  [`${'{a'.repeat(4_900)}${'}'.repeat(4_900)}`, {}, 'LIMIT_EXCEEDED', undefined],
  ['{ nope }', {}, 'GRAPHQL_VALIDATION_FAILED', undefined],
  ['subscription { entityChanges(after: "") { __typename } }', {}, 'BAD_USER_INPUT', 'after'],
])('%s with %j is refused with its code', async (query, rest, code, argument) => {
  const wrong = await first(query, rest);
  expect(wrong).toMatchObject({ errors: [{ extensions: argument === undefined ? { code } : { code, argument } }] });
});

test('a query whose values nest too deep to be told of is refused as any that does not fit', async () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  const query = 'query ($these: [_Any!]!) { _entities(representations: $these) { __typename } }';
  const these = [{ __typename: JSON.parse(nested(2_600)) as unknown }];
  expect(await first(query, { variables: { these } })).toMatchObject({
    errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'these' } }],
  });
  expect(await first(`{ _entities(representations: [{ __typename: ${nested(300)} }]) { __typename } }`)).toMatchObject({
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  });
});

test('what nests too deep to be kept is refused by itself, and what stands beside it is read as before', async () => {
  const deep = JSON.parse('['.repeat(2_600) + ']'.repeat(2_600)) as unknown;
  const fact = (value: unknown) => ({
    ...{ fact: 'observe', of: 'urn:throughline:job:deep:j', metric: 'run', key: 'r', value },
    ...{ at: '2026-11-01T00:00:00Z', source: 'ws' },
  });
  const facts = [fact({ inputs: [null, 'x', 'urn:throughline:dataset:deep:d'], facets: 'none' }), fact(deep)];
  const mutation = 'mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { applied refused { index code } } }';
  expect(await first(mutation, { variables: { facts } })).toMatchObject({
    data: { applyFacts: { applied: 1, refused: [{ index: 1, code: 'BAD_USER_INPUT' }] } },
  });
  const runs =
    '{ entity(id: "urn:throughline:job:deep:j") { history { nodes { after } } ... on Job { runs { nodes { id inputs { id } facets } } } } }';
  expect(await first(runs)).toMatchObject({
    data: { entity: { runs: { nodes: [{ id: 'r', inputs: [], facets: {} }] } } },
  });
});

test('so do those with errors, and feeds say it in each item', async () => {
  const position = (await server.answer('{ __typename }')).extensions?.position;
  const wrong = await first('{ node(id: "nonsense") { id } }');
  expect(wrong).toMatchObject({ errors: [{ extensions: { argument: 'id' } }], extensions: { position } });
  const feed = await first('subscription { entityChanges { ... on FeedStart { position } } }');
  expect(feed).toEqual({ data: { entityChanges: { position } } });
});

test('a request that offers HTTP/2 is served without it', async () => {
  const body = JSON.stringify({ query: '{ __typename }' });
  const headers = {
    ...{ connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABkAAQAAP__' },
    ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
  };
  const post = () =>
    new Promise<[number | undefined, string]>((resolve, reject) => {
      const sent = request(`${server.url}/graphql`, { method: 'POST', headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk)));
        response.on('end', () => resolve([response.statusCode, text]));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  expect(await post()).toEqual([200, expect.stringContaining('"__typename":"Query"')]);
});
