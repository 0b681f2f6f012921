import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startServer, type TestServer } from '../kit/server.ts';

const ORDERS = 'urn:throughline:dataset:postgres:shop.orders';
const TOO_MUCH = '{ datasets(first: 1000) { nodes { owners(first: 1000) { owners(first: 1000) { id } } } } }';
const event = (eventType: string, eventTime: string) => ({
  eventType,
  eventTime,
  run: { runId: 'run-1' },
  job: { namespace: 'airflow', name: 'daily' },
  inputs: [{ namespace: 'postgres', name: 'shop.orders' }],
  outputs: [{ namespace: 'lake', name: 'orders_daily' }],
  producer: 'https://example.test',
  schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
});

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ THROUGHLINE_BODY_LIMIT: '100000' });
});
afterAll(() => server[Symbol.asyncDispose]());

describe('from an event to an answer', () => {
  test('what is posted is seen at the position that the answer gives', async () => {
    const response = await server.post('/api/v1/lineage', event('START', '2026-11-01T10:00:00.000001Z'));
    expect(response.status).toBe(201);
    const { position } = (await response.json()) as { position: string };
    const document = `query ($of: [ID!]!) { lineage(of: $of, direction: DOWNSTREAM) { nodes { depth entity { kind name } } } }`;
    const answer = await server.answer(document, { of: [ORDERS] }, { 'x-throughline-position': position });
    expect(answer.data?.['lineage']).toEqual({
      nodes: [
        { depth: 0, entity: { kind: 'DATASET', name: 'shop.orders' } },
        { depth: 1, entity: { kind: 'JOB', name: 'daily' } },
        { depth: 2, entity: { kind: 'DATASET', name: 'orders_daily' } },
      ],
    });
    expect(answer.extensions?.position).toBe(position);
  });

  test('an array in gzip is taken whole, and the same again changes nothing', async () => {
    const events = [event('RUNNING', '2026-11-01T10:00:01Z'), event('COMPLETE', '2026-11-01T10:05:00Z')];
    const body = gzipSync(JSON.stringify(events));
    const first = await server.post('/api/v1/lineage', body, { 'content-encoding': 'gzip' });
    const second = await server.post('/api/v1/lineage', body, { 'content-encoding': 'gzip' });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(await second.json()).toEqual(await first.json());
    const runs = await server.query(
      `{ jobs { nodes { runs { total { value } nodes { id state startedAt endedAt inputs { name } } } } } }`,
    );
    expect(runs).toMatchObject({
      jobs: {
        nodes: [
          {
            runs: {
              total: { value: 1 },
              nodes: [{ id: 'run-1', state: 'COMPLETE', inputs: [{ name: 'shop.orders' }] }],
            },
          },
        ],
      },
    });
  });

  test('a subscription replays from a position and goes on live', async () => {
    const before = await server.answer('{ __typename }');
    const client = createClient({ url: `${server.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    const mutation = `mutation ($name: String!) { upsertDataset(input: { namespace: "live", name: $name }) { refused { code } } }`;
    await server.query(mutation, { name: 'first' });
    const feed = client.iterate({
      query: `subscription ($after: LogPosition) { entityChanges(kinds: [DATASET], after: $after) {
        __typename ... on FeedStart { position } ... on ChangeEvent { position change { type entity { name } } } } }`,
      variables: { after: before.extensions?.position },
    });
    const next = async () => (await feed.next()).value?.data?.['entityChanges'];
    expect(await next()).toEqual({ __typename: 'FeedStart', position: before.extensions?.position });
    expect(await next()).toMatchObject({ change: { type: 'DESCRIBED', entity: { name: 'first' } } });
    const live = next();
    await server.query(mutation, { name: 'second' });
    expect(await live).toMatchObject({ change: { type: 'DESCRIBED', entity: { name: 'second' } } });
    await feed.return?.(undefined);
    await client.dispose();
  });

  test('applyFacts takes what is right and names what it refused', async () => {
    const good = {
      fact: 'entity',
      kind: 'DATASET',
      namespace: 'n',
      name: 'good',
      at: '2026-01-01T00:00:00Z',
      source: 's',
    };
    const facts = [good, { ...good, kind: 'NOPE' }, { ...good, at: 'yesterday' }];
    const document = `mutation ($facts: [JSON!]!, $key: String) { applyFacts(facts: $facts, idempotencyKey: $key) {
      position applied unchanged refused { index path code message } } }`;
    const first = await server.query<{ applyFacts: { position: string } }>(document, { facts, key: 'k1' });
    expect(first.applyFacts).toMatchObject({
      applied: 1,
      unchanged: 0,
      refused: [
        { index: 1, path: 'kind', code: 'BAD_USER_INPUT' },
        { index: 2, path: 'at', code: 'BAD_USER_INPUT' },
      ],
    });
    const again = await server.query<{ applyFacts: { position: string } }>(document, { facts, key: 'k1' });
    expect(again.applyFacts).toMatchObject({ position: first.applyFacts.position, applied: 0 });
    const other = await server.answer(document, { facts: [good], key: 'k1' });
    expect(other.errors?.[0]?.extensions['code']).toBe('CONFLICT');
  });
});

describe('what is wrong is refused, typed, and tells nothing of us', () => {
  const lineage = (args: string) => `{ lineage(${args}, direction: UPSTREAM) { nodes { id } } }`;
  test.each([
    ['an unknown start', lineage('of: ["urn:throughline:dataset:no:where"]'), 'NOT_FOUND', 'of'],
    ['no URN', lineage('of: ["nonsense"]'), 'BAD_USER_INPUT', 'of[0]'],
    ['an unknown kind', '{ node(id: "urn:throughline:nope:a:b") { id } }', 'BAD_USER_INPUT', 'id'],
    ['a depth out of range', lineage(`of: ["${ORDERS}"], depth: -1`), 'BAD_USER_INPUT', 'depth'],
    ['a page size out of range', lineage(`of: ["${ORDERS}"], first: 5001`), 'BAD_USER_INPUT', 'first'],
    [
      'a field to order by twice',
      '{ datasets(orderBy: [{ field: NAME }, { field: NAME }]) { nodes { id } } }',
      'BAD_USER_INPUT',
      'orderBy',
    ],
    [
      'many tags',
      `{ search(filter: { tags: [${'"x" '.repeat(101)}] }) { nodes { id } } }`,
      'BAD_USER_INPUT',
      'filter.tags',
    ],
    [
      'a NUL in a filter',
      '{ datasets(filter: { name: { contains: "\\u0000" } }) { nodes { id } } }',
      'BAD_USER_INPUT',
      'filter.name.contains',
    ],
    ['a NUL in a search', '{ search(text: "a\\u0000") { nodes { id } } }', 'BAD_USER_INPUT', 'text'],
    [
      'nested walks',
      `{ datasets { nodes { ${'lineage(direction: BOTH) { nodes { entity { '.repeat(3)} id ${'}}}'.repeat(3)} } } }`,
      'LIMIT_EXCEEDED',
      undefined,
    ],
    ['a page of the largest size', lineage(`of: ["${ORDERS}"], first: 2147483647`), 'BAD_USER_INPUT', 'first'],
    ['a list of the largest size', '{ datasets(first: 2147483647) { nodes { id } } }', 'BAD_USER_INPUT', 'first'],
    ['a list size out of range', '{ datasets(first: 0) { nodes { id } } }', 'BAD_USER_INPUT', 'first'],
    ['a wrong cursor', '{ datasets(after: "x") { nodes { id } } }', 'BAD_USER_INPUT', 'after'],
    ['a wrong moment', `{ entity(id: "${ORDERS}", at: { asOf: "soon" }) { id } }`, 'BAD_USER_INPUT', 'at.asOf'],
    [
      'a time before history',
      `{ entity(id: "${ORDERS}", at: { knownAt: "1999-01-01T00:00:00Z" }) { id } }`,
      'BEFORE_HISTORY',
      'at.knownAt',
    ],
    [
      'a knowledge of the future',
      `{ entity(id: "${ORDERS}", at: { knownAt: "2199-01-01T00:00:00Z" }) { id } }`,
      'BAD_USER_INPUT',
      'at.knownAt',
    ],
    ['more starts than one may ask of', lineage(`of: [${`"${ORDERS}",`.repeat(1001)}]`), 'BAD_USER_INPUT', 'of'],
    ['no GraphQL', '{', 'GRAPHQL_PARSE_FAILED', undefined],
    ['selections nested past reading', `${'{a'.repeat(4_900)}${'}'.repeat(4_900)}`, 'LIMIT_EXCEEDED', undefined],
    ['an unknown field', '{ nope }', 'GRAPHQL_VALIDATION_FAILED', undefined],
    [
      'too much',
      '{ datasets(first: 1000) { nodes { owners(first: 1000) { owners(first: 1000) { id } } } } }',
      'LIMIT_EXCEEDED',
      undefined,
    ],
  ])('%s', async (_name, document, code, argument) => {
    const { errors } = await server.answer(document);
    expect(errors?.[0]?.extensions).toEqual({ code, ...(argument === undefined ? {} : { argument }) });
  });

  test('valid URNs of what is not there give null', async () => {
    const id = 'urn:throughline:dataset:no:where';
    const document = `query ($id: ID!) { node(id: $id) { id } entity(id: $id) { id } nodes(ids: [$id, "${ORDERS}"]) { id } }`;
    expect(await server.query(document, { id })).toEqual({ node: null, entity: null, nodes: [null, { id: ORDERS }] });
  });

  test.each<[string, string, unknown, Record<string, string>, number]>([
    ['a body over the limit', '/api/v1/lineage', ' '.repeat(100_001), {}, 413],
    [
      'one that inflates over it',
      '/api/v1/lineage',
      gzipSync(' '.repeat(1_000_000)),
      { 'content-encoding': 'gzip' },
      413,
    ],
    ['gzip that is none', '/api/v1/lineage', '{}', { 'content-encoding': 'gzip' }, 400],
    ['an encoding that we lack', '/api/v1/lineage', '{}', { 'content-encoding': 'br' }, 415],
    ['no JSON', '/api/v1/lineage', '{', {}, 400],
    ['JSON that nests too deep', '/api/v1/lineage', '['.repeat(201) + ']'.repeat(201), {}, 400],
    ['an event that nests too deep', '/api/v1/lineage', `{"run":${'['.repeat(40_000)}${']'.repeat(40_000)}}`, {}, 400],
    ['variables that nest too deep', '/graphql', `{"variables":${'['.repeat(40_000)}${']'.repeat(40_000)}}`, {}, 400],
    ['a document that nests too deep', '/graphql', { query: `${'{a'.repeat(5_000)}${'}'.repeat(5_000)}` }, {}, 400],
    [
      'names that make too long a URN',
      '/api/v1/lineage',
      { ...event('START', '2026-11-01T10:00:00Z'), job: { namespace: 'airflow', name: '漢'.repeat(1_000) } },
      {},
      413,
    ],
    ['an unknown path', '/nope', '{}', {}, 404],
    ['a path that is none', '/%zz', '{}', {}, 400],
    ['an operation that costs too much', '/graphql', { query: TOO_MUCH }, {}, 400],
    ['a subscription by POST', '/graphql', { query: 'subscription { entityChanges { __typename } }' }, {}, 400],
    ['no JSON to GraphQL', '/graphql', '{', {}, 400],
  ])('%s', async (_name, path, body, headers, status) => {
    const response = await server.post(path, body, headers);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toMatch(/node_modules|\.ts|\.js:|at \w+ \(/);
  });

  test('a position header that is none, and one that is not reached', async () => {
    const wrong = await server.answer('{ __typename }', {}, { 'x-throughline-position': 'x' });
    expect(wrong.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'x-throughline-position' });
    const far = Buffer.from(JSON.stringify(['p', 10 ** 9])).toString('base64url');
    const late = await server.answer('{ __typename }', {}, { 'x-throughline-position': far });
    expect(late.errors?.[0]?.extensions['code']).toBe('POSITION_TIMEOUT');
  });

  test('malformed events: every wrong member is named, and nothing is stored', async () => {
    const head = async () => (await server.answer('{ __typename }')).extensions?.position;
    const before = await head();
    const bad = { ...event('START', '2026-11-01'), job: { namespace: '', name: 7 }, inputs: [{ name: 'x' }] };
    const response = await server.post('/api/v1/lineage', [event('START', '2026-11-02T00:00:00Z'), bad]);
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as { errors: { index: number; path: string }[] };
    expect(errors.map(({ index, path }) => `${index} ${path}`).sort()).toEqual([
      '1 eventTime',
      '1 inputs[0].namespace',
      '1 job.name',
      '1 job.namespace',
    ]);
    expect(await head()).toBe(before);
  });

  test('a refused operation on a WebSocket is told why, and ends no other one', async () => {
    const client = createClient({ url: `${server.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    const feed = client.iterate({ query: 'subscription { entityChanges { __typename } }' });
    expect((await feed.next()).value?.data).toEqual({ entityChanges: { __typename: 'FeedStart' } });
    const codes = [];
    for (const query of ['{', '{ nope }', TOO_MUCH]) {
      const refused = client.iterate({ query });
      codes.push(await refused.next().catch((errors: { extensions: object }[]) => errors[0]?.extensions));
    }
    expect(codes).toEqual([
      { code: 'GRAPHQL_PARSE_FAILED' },
      { code: 'GRAPHQL_VALIDATION_FAILED' },
      { code: 'LIMIT_EXCEEDED' },
    ]);
    const live = feed.next();
    await server.query('mutation { upsertTeam(input: { namespace: "ws", name: "still" }) { position } }');
    expect((await live).value?.data).toEqual({ entityChanges: { __typename: 'ChangeEvent' } });
    await feed.return?.(undefined);
    await client.dispose();
  });

  test.each(['// HTTP/1.1', '/nope HTTP/1.1'])('an upgrade to %s harms nobody', async (line) => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.write(`GET ${line}\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('404');
    socket.resetAndDestroy();
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test('a subscription over plain HTTP is told where to go', async () => {
    const { errors } = await server.answer('subscription { entityChanges { __typename } }');
    expect(errors?.[0]?.message).toContain('WebSocket');
  });
});
