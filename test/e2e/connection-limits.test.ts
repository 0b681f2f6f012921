import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { bodyOf, streamEvents } from '../kit/event-stream.ts';
import { rawSocket } from '../kit/raw-socket.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const FEED = 'subscription { entityChanges { __typename } }';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ THROUGHLINE_CONNECTION_LIMIT: '2', THROUGHLINE_SUBSCRIPTION_LIMIT: '2' });
});
afterAll(() => server[Symbol.asyncDispose]());

/** A socket that has begun, and how it ends. */
async function connect(): Promise<{ socket: WebSocket; closed: Promise<[number, string]> }> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const closed = new Promise<[number, string]>((resolve) =>
    socket.once('close', (code, reason) => resolve([code, String(reason)])),
  );
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send('{"type":"connection_init"}');
  await Promise.race([closed, new Promise((resolve) => socket.once('message', resolve))]);
  return { socket, closed };
}

/** Waits until the server knows. */
async function end({ socket, closed }: Awaited<ReturnType<typeof connect>>): Promise<void> {
  socket.close();
  await closed;
}

async function metric(name: string): Promise<string | undefined> {
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  return new RegExp(`^throughline_${name} (\\S+)`, 'm').exec(metrics)?.[1];
}

test('one connection too many is closed with its code, whichever way it comes, until another has gone', async () => {
  const first = await connect();
  await using stream = await streamEvents(`${server.url}/graphql`, FEED);
  await stream.next();
  const third = await connect();
  expect(await third.closed).toEqual([4503, 'Too many connections']);
  const { response } = await streamEvents(`${server.url}/graphql`, FEED);
  expect([response.statusCode, response.headers['retry-after'], await bodyOf(response)]).toEqual([
    503,
    '1',
    { errors: [{ message: 'the server has too many connections; try again', extensions: { code: 'UNAVAILABLE' } }] },
  ]);
  expect(await metric('connections_closed_total\\{reason="connections"\\}')).toBe('2');
  await end(first);
  const fourth = await connect();
  expect(fourth.socket.readyState).toBe(WebSocket.OPEN);
  await end(fourth);
});

test('those who do not close when told so are cut off, and are no more than a few', async () => {
  const url = `${server.url}/graphql`;
  const both = [await connect(), await connect()];
  const closings = 'connections_closed_total\\{reason="connections"\\}';
  const before = Number((await metric(closings)) ?? 0);
  const told = await rawSocket(url);
  expect(told.status).toBe(101);
  const refused = await rawSocket(url);
  expect(refused.status).toBe(503);
  expect(Number(await metric(closings))).toBe(before + 2);
  for (const { stream, closed } of [told, refused]) {
    stream.resume();
    await closed;
  }
  await Promise.all(both.map(end));
});

test('an event stream that is refused takes no place, and where there is none it is not even begun', async () => {
  const unknown = 'subscription { entityChanges(ids: ["urn:throughline:team:no:one"]) { __typename } }';
  const ask = async (): Promise<unknown> => bodyOf((await streamEvents(`${server.url}/graphql`, unknown)).response);
  const refused = (code: string) => ({ errors: [{ extensions: { code } }] });
  for (let times = 0; times < 3; times++) expect(await ask()).toMatchObject(refused('NOT_FOUND'));
  const both = [await connect(), await connect()];
  expect(await ask()).toMatchObject(refused('UNAVAILABLE'));
  await Promise.all(both.map(end));
});

test('one operation too many on a connection closes it with its code', async () => {
  const { socket, closed } = await connect();
  const subscribe = (id: string) => socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: FEED } }));
  subscribe('a');
  subscribe('b');
  await expect.poll(() => metric('subscriptions')).toBe('2');
  // One that has ended counts no more.
  socket.send('{"id":"a","type":"complete"}');
  subscribe('c');
  await expect.poll(() => metric('subscriptions')).toBe('2');
  subscribe('d');
  expect(await closed).toEqual([4429, 'Too many subscriptions']);
  await expect.poll(() => metric('subscriptions')).toBe('0');
});

test('it is closed once, whatever else comes behind that, and none of it is a fault', async () => {
  const closings = 'connections_closed_total\\{reason="subscriptions"\\}';
  const before = Number(await metric(closings));
  const { socket, closed } = await connect();
  const subscribe = (id: number, query: string) =>
    socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query } }));
  // What is refused while the socket closes is told to nobody.
  subscribe(0, 'subscription { nope }');
  for (let id = 1; id <= 200; id++) subscribe(id, FEED);
  expect(await closed).toEqual([4429, 'Too many subscriptions']);
  expect(Number(await metric(closings))).toBe(before + 1);
  expect(await metric('faults_total')).toBe('0');
  await expect.poll(() => metric('subscriptions')).toBe('0');
});
