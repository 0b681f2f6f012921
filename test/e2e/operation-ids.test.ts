import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startServer, type TestServer } from '../kit/server.ts';

const FEED = 'subscription { entityChanges(kinds: [TEAM]) { __typename } }';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

interface Message {
  readonly type: string;
  readonly payload?: unknown;
}

/** A socket that has begun, what it is told, and how it ends. */
async function connect() {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const told: Message[] = [];
  socket.on('message', (message: Buffer) => told.push(JSON.parse(message.toString()) as Message));
  const closed = new Promise<[number, string]>((resolve) =>
    socket.once('close', (code, reason) => resolve([code, String(reason)])),
  );
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send('{"type":"connection_init"}');
  await expect.poll(() => told).toEqual([{ type: 'connection_ack' }]);
  const subscribe = (id: string, query = FEED) =>
    socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
  const complete = (id: string) => socket.send(JSON.stringify({ id, type: 'complete' }));
  return { socket, told, closed, subscribe, complete };
}

async function metric(name: string): Promise<string | undefined> {
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  return new RegExp(`^throughline_${name} (\\S+)`, 'm').exec(metrics)?.[1];
}

test.each([
  ['is told its items', true],
  ['has not even begun', false],
])('an id may be taken again right behind its complete, where what went by it %s', async (_what, isTold) => {
  const client = await connect();
  client.subscribe('a');
  await expect.poll(() => client.told.length).toBeGreaterThan(isTold ? 1 : 0);
  for (let times = 0; times < 300; times++) {
    client.complete('a');
    client.subscribe('a');
  }
  // What was sent before has been taken once this is answered.
  client.socket.send('{"type":"ping"}');
  await expect.poll(() => client.told.map(({ type }) => type)).toContain('pong');
  await expect.poll(() => metric('subscriptions')).toBe('1');
  const start = { type: 'next', payload: { data: { entityChanges: { __typename: 'FeedStart' } } } };
  await expect.poll(() => client.told.at(-1)).toMatchObject(start);
  await server.query(`mutation { upsertTeam(input: { namespace: "ids", name: "${isTold}" }) { position } }`);
  const change = { type: 'next', payload: { data: { entityChanges: { __typename: 'ChangeEvent' } } } };
  await expect.poll(() => client.told.at(-1)).toMatchObject(change);
  expect(client.told.filter(({ type }) => type === 'complete')).toEqual([]);
  client.complete('a');
  await expect.poll(() => metric('subscriptions')).toBe('0');
  client.subscribe('a');
  await expect.poll(() => metric('subscriptions')).toBe('1');
  client.socket.close();
  await client.closed;
  await expect.poll(() => metric('subscriptions')).toBe('0');
});

test('one that was completed before its turn came never begins', async () => {
  const client = await connect();
  client.subscribe('a');
  client.complete('a');
  client.subscribe('a');
  client.complete('a');
  client.subscribe('a', '{ __typename }');
  await expect.poll(() => client.told.at(-1)?.type).toBe('complete');
  expect(client.told.at(-2)).toMatchObject({ type: 'next', payload: { data: { __typename: 'Query' } } });
  expect(await metric('subscriptions')).toBe('0');
  client.socket.close();
  await client.closed;
});

test.each([
  ['a', 'Subscriber for a already exists'],
  ['b'.repeat(200), ''],
])('an id that is in use, as %s, closes the socket, and is no fault', async (id, reason) => {
  const client = await connect();
  client.subscribe(id);
  client.subscribe(id);
  expect(await client.closed).toEqual([4409, reason]);
  expect(await metric('faults_total')).toBe('0');
  await expect.poll(() => metric('subscriptions')).toBe('0');
});

test('so does one that is taken a second time while it waits for its turn', async () => {
  const client = await connect();
  client.subscribe('a');
  client.complete('a');
  client.subscribe('a');
  client.subscribe('a');
  expect(await client.closed).toEqual([4409, 'Subscriber for a already exists']);
  await expect.poll(() => metric('subscriptions')).toBe('0');
});
