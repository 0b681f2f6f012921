import { text } from 'node:stream/consumers';
import Fastify from 'fastify';
import { buildSchema, execute, type ExecutionArgs } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { Feed, FeedSource } from '../../src/graphql/index.ts';
import { formatPosition } from '../../src/kernel/cursor.ts';
import { mountEventStream } from '../../src/server/event-stream.ts';
import { ThroughlineError } from '../../src/kernel/errors.ts';
import { createFeeds } from '../../src/server/feeds/feeds.ts';
import { createTelemetry } from '../../src/telemetry/events.ts';
import { bodyOf, streamEvents } from '../kit/event-stream.ts';
import { startServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
let url: string;
beforeAll(async () => {
  server = await startServer();
  url = `${server.url}/graphql`;
});
afterAll(() => server[Symbol.asyncDispose]());

const FEED =
  'subscription ($kinds: [EntityKind!]) { entityChanges(kinds: $kinds) { __typename ... on ChangeEvent { change { entity { name owners { name } } } } } }';

function upsert(name: string): Promise<unknown> {
  return server.query(`mutation { upsertTeam(input: { namespace: "sse", name: "${name}" }) { position } }`);
}

test('a subscription is one stream of events', async () => {
  await using feed = await streamEvents(url, FEED, { kinds: ['TEAM'] });
  expect(feed.response.headers).toMatchObject({
    ...{ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' },
  });
  expect(await feed.next()).toEqual({ data: { entityChanges: { __typename: 'FeedStart' } } });
  for (const name of ['first', 'second']) {
    await upsert(name);
    const change = { entity: { name, owners: [] } };
    expect(await feed.next()).toEqual({ data: { entityChanges: { __typename: 'ChangeEvent', change } } });
  }
});

test('whoever leaves is no fault', async () => {
  const metric = async (name: string) => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    return new RegExp(`^throughline_${name} (\\S+)`, 'm').exec(metrics)?.[1];
  };
  for (let times = 0; times < 5; times++) {
    const feed = await streamEvents(url, FEED);
    await feed.next();
    await feed[Symbol.asyncDispose]();
  }
  await expect.poll(() => metric('subscriptions')).toBe('0');
  expect(await metric('faults_total')).toBe('0');
});

test('what a feed asks of the store is counted', async () => {
  await using feed = await streamEvents(url, FEED, { kinds: ['TEAM'] });
  await feed.next();
  await upsert('counted');
  await feed.next();
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toMatch(/^throughline_store_calls_total\{call="changes"\} [1-9]/m);
});

test.each([
  ['a query', '{ __typename }', 405, 'BAD_USER_INPUT'],
  ['a mutation', 'mutation { upsertTeam(input: { namespace: "s", name: "t" }) { position } }', 405, 'BAD_USER_INPUT'],
  ['what does not parse', 'subscription {', 400, 'GRAPHQL_PARSE_FAILED'],
  ['what does not validate', 'subscription { nope }', 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['a position that is none', 'subscription { entityChanges(after: "") { __typename } }', 400, 'BAD_USER_INPUT'],
  ['what is no URN', 'subscription { impactChanges(of: "no urn") { __typename } }', 400, 'BAD_USER_INPUT'],
  [
    'an unknown entity',
    'subscription { entityChanges(ids: ["urn:throughline:team:no:one"]) { __typename } }',
    404,
    'NOT_FOUND',
  ],
])('%s is refused there, and changes nothing', async (_what, query, status, code) => {
  const before = (await server.services.store.log.head()).position;
  const { response } = await streamEvents(url, query);
  expect(response.statusCode).toBe(status);
  expect(await bodyOf(response)).toMatchObject({ errors: [{ message: expect.any(String), extensions: { code } }] });
  expect((await server.services.store.log.head()).position).toBe(before);
});

test.each([
  ['', 'query'],
  ['?query=subscription+{x}&query=subscription+{x}', 'query'],
  [`?query=${encodeURIComponent(FEED)}&variables=none`, 'variables'],
  [`?query=${encodeURIComponent(FEED)}&variables=[]`, 'variables'],
  [`?query=${encodeURIComponent(FEED)}&operationName=a&operationName=b`, 'operationName'],
])('GET /graphql%s says what of it was expected', async (parameters, argument) => {
  const response = await fetch(url + parameters, { headers: { accept: 'text/event-stream' } });
  const refused = { errors: [{ extensions: { code: 'BAD_USER_INPUT', argument } }] };
  expect([response.status, await response.json()]).toMatchObject([400, refused]);
});

test('who does not ask for a stream first is guarded as before: a page of a stranger gets nothing by GET', async () => {
  const query = '{ __typename }';
  for (const accept of ['*/*', 'application/json, text/event-stream']) {
    const { response } = await streamEvents(url, query, {}, { accept });
    expect(response.statusCode).toBe(400);
    expect(JSON.stringify(await bodyOf(response))).toContain('CSRF');
  }
  const headers = { accept: 'text/event-stream', origin: 'https://evil.test' };
  expect((await streamEvents(url, FEED, {}, headers)).response.statusCode).toBe(403);
});

test('what is posted for an event stream alone is told where those are, and changes nothing', async () => {
  const query = 'mutation { upsertTeam(input: { namespace: "sse", name: "posted" }) { position } }';
  const before = (await server.services.store.log.head()).position;
  const refused = await server.post('/graphql', { query }, { accept: 'text/event-stream' });
  expect([refused.status, await refused.json()]).toMatchObject([
    406,
    { errors: [{ message: expect.stringContaining('goes by GET'), extensions: { argument: 'accept' } }] },
  ]);
  expect((await server.services.store.log.head()).position).toBe(before);
  const accept = 'text/event-stream, application/graphql-response+json; q=0.5';
  expect((await server.post('/graphql', { query: '{ __typename }' }, { accept })).status).toBe(200);
});

test('a subscription by POST is told where it goes', async () => {
  const { errors } = await server.answer(FEED);
  expect(errors?.[0]?.message).toContain('GET with Accept: text/event-stream');
});

test('what is open does not hold up the shutdown, and ends with it', async () => {
  const closing = await startServer();
  const feed = await streamEvents(`${closing.url}/graphql`, FEED);
  await feed.next();
  await closing[Symbol.asyncDispose]();
  expect(await feed.next()).toBeNull();
});

/** A feed of numbers that are there already, and then of none; how far it came, and whether it was given up. */
function numbers(count: number, broken?: Error) {
  const seen = { isAsked: false, read: 0, isGivenUp: false };
  let giveUp = (): void => {};
  const place = { position: 0, ordinal: 0 };
  const source: FeedSource = {
    place,
    isAtHead: () => false,
    async next() {
      seen.read += 1;
      if (seen.read <= count) return [{ position: formatPosition(seen.read), n: 'x'.repeat(10_000) }];
      if (broken !== undefined) throw broken;
      await new Promise<void>((resolve) => (giveUp = resolve));
      return null;
    },
    close() {
      seen.isGivenUp = true;
      giveUp();
    },
  };
  const iterate = (): never => {
    throw new Error('It is opened.');
  };
  const feed: Feed = {
    opening: [],
    from: place,
    seen: place,
    open: async () => source,
    [Symbol.asyncIterator]: iterate,
  };
  return { seen, feed };
}

interface Trouble {
  /** What it waits for before it begins. */
  readonly begun?: () => Promise<void>;
  /** With what it fails behind its last number. */
  readonly broken?: Error;
}

async function startFeed(count: number, { begun = () => Promise.resolve(), broken }: Trouble = {}) {
  const { seen, feed } = numbers(count, broken);
  const schema = buildSchema('type Query { n: String } type Subscription { n: String }');
  const { n } = schema.getSubscriptionType()?.getFields() ?? {};
  Object.assign(n ?? {}, {
    subscribe: async () => {
      seen.isAsked = true;
      await begun();
      return feed;
    },
  });
  const app = Fastify();
  const run = (args: ExecutionArgs) => Promise.resolve(execute(args));
  const feeds = createFeeds(schema, run as never, server.services, readConfig({}), createTelemetry('silent'));
  const streams = mountEventStream(app, feeds);
  app.get('/graphql', async () => 'not here');
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as { port: number };
  const end = () => streams[Symbol.asyncDispose]();
  const close = async (): Promise<void> => {
    await end();
    await app.close();
  };
  return { seen, end, url: `http://127.0.0.1:${port}/graphql`, [Symbol.asyncDispose]: close };
}

test('a feed that can not begin as the store is away is one to ask for again', async () => {
  await using started = await startFeed(0, {
    begun: () => Promise.reject(new ThroughlineError('UNAVAILABLE', 'the store is away')),
  });
  const { response } = await streamEvents(started.url, 'subscription { n }');
  expect(response.statusCode).toBe(503);
});

test('a feed that the store goes away from is cut off without an end, to be asked for again', async () => {
  await using started = await startFeed(1, { broken: new ThroughlineError('UNAVAILABLE', 'the store is away') });
  const read = async () => text((await streamEvents(started.url, 'subscription { n }')).response);
  await expect(read()).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect.poll(() => started.seen.isGivenUp).toBe(true);
});

test.each([
  [new ThroughlineError('LIMIT_EXCEEDED', 'so much is upstream'), 'LIMIT_EXCEEDED'],
  [new TypeError('secret'), 'INTERNAL_SERVER_ERROR'],
])('a feed that fails with %s ends with that, as it may be told', async (broken, code) => {
  await using started = await startFeed(1, { broken });
  await using feed = await streamEvents(started.url, 'subscription { n }');
  await feed.next();
  const last = await feed.next();
  expect(last).toMatchObject({ errors: [{ extensions: { code } }] });
  expect(JSON.stringify(last)).not.toContain('secret');
  expect(await feed.next()).toBeNull();
  await expect.poll(() => started.seen.isGivenUp).toBe(true);
});

test('a feed that waits is given up when its client goes', async () => {
  await using started = await startFeed(1);
  const feed = await streamEvents(started.url, 'subscription { n }');
  await feed.next();
  expect(started.seen.isGivenUp).toBe(false);
  await feed[Symbol.asyncDispose]();
  await expect.poll(() => started.seen.isGivenUp).toBe(true);
});

test('so is one that begins when its client has gone', async () => {
  let begin = (): void => {};
  const waits = new Promise<void>((resolve) => (begin = resolve));
  await using started = await startFeed(1, { begun: () => waits });
  const leaves = new AbortController();
  const { signal } = leaves;
  const query = encodeURIComponent('subscription { n }');
  const asked = fetch(`${started.url}?query=${query}`, { headers: { accept: 'text/event-stream' }, signal });
  await expect.poll(() => started.seen.isAsked).toBe(true);
  leaves.abort();
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  begin();
  await expect.poll(() => started.seen.isGivenUp).toBe(true);
});

test('a feed that begins while the server ends those that are open is refused, and given up', async () => {
  let begin = (): void => {};
  const waits = new Promise<void>((resolve) => (begin = resolve));
  await using started = await startFeed(1, { begun: () => waits });
  const asked = streamEvents(started.url, 'subscription { n }');
  await expect.poll(() => started.seen.isAsked).toBe(true);
  await started.end();
  begin();
  const { response } = await asked;
  expect([response.statusCode, await bodyOf(response)]).toMatchObject([
    503,
    { errors: [{ extensions: { code: 'UNAVAILABLE' } }] },
  ]);
  expect(started.seen.isGivenUp).toBe(true);
});

test('a client that takes nothing is not read ahead for without end', async () => {
  await using started = await startFeed(100_000);
  await using feed = await streamEvents(started.url, 'subscription { n }');
  feed.response.pause();
  let before = -1;
  await expect
    .poll(
      () => {
        const isStill = started.seen.read === before;
        before = started.seen.read;
        return isStill;
      },
      { interval: 300 },
    )
    .toBe(true);
  expect(started.seen.read).toBeLessThan(50_000);
});
