import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { bodyOf, streamEvents } from '../kit/event-stream.ts';
import { startServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const REFUSED = {
  errors: [
    {
      message: "a subscription's field may have no @skip or @include",
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    },
  ],
};

/** The errors that are told over a WebSocket, which stays open. */
async function overWebSocket(query: string, variables: Record<string, unknown>): Promise<unknown> {
  const client = createClient({ url: `${server.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
  try {
    await client.iterate({ query, variables }).next();
  } catch (errors) {
    return { errors };
  } finally {
    await client.dispose();
  }
  throw new Error(`${query}\nis not refused`);
}

test.each([
  ['subscription { entityChanges @skip(if: true) { __typename } }', {}],
  ['subscription { entityChanges @include(if: true) { __typename } }', {}],
  ['subscription ($b: Boolean!) { entityChanges @include(if: $b) { __typename } }', { b: false }],
  ['subscription ($b: Boolean!) { ... @include(if: $b) { entityChanges { __typename } } }', { b: true }],
  [
    'subscription ($b: Boolean!) { ... { ...F } } fragment F on Subscription { entityChanges @skip(if: $b) { __typename } }',
    { b: false },
  ],
])('%s is refused over whatever it comes', async (query, variables) => {
  expect(await server.answer(query, variables)).toMatchObject(REFUSED);
  const { response } = await streamEvents(`${server.url}/graphql`, query, variables);
  expect([response.statusCode, await bodyOf(response)]).toMatchObject([400, REFUSED]);
  expect(await overWebSocket(query, variables)).toMatchObject(REFUSED);
});

test('fragments of its root that spread each other in a circle are refused as such', async () => {
  const query = 'subscription { ...F } fragment F on Subscription { ...F entityChanges { __typename } }';
  const { errors } = await server.answer(query);
  expect(errors?.[0]?.message).toContain('Cannot spread fragment "F" within itself');
});

test('what stands below its field may have conditions', async () => {
  const query =
    'subscription ($b: Boolean!) { entityChanges { __typename @include(if: $b) ... on FeedStart { position @skip(if: $b) } } }';
  await using feed = await streamEvents(`${server.url}/graphql`, query, { b: true });
  expect(await feed.next()).toEqual({ data: { entityChanges: { __typename: 'FeedStart' } } });
});
