import { createClient, type SubscribePayload } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { applyFacts } from '../kit/apply-facts.ts';
import { streamEvents } from '../kit/event-stream.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const FEED = `subscription ($after: LogPosition) { entityChanges(kinds: [TEAM], after: $after) {
  ... on FeedStart { position } ... on ChangeEvent { position change { after } } } }`;
/** More than the system keeps for a connection on both sides. */
const [ITEMS, CHARACTERS] = [80, 200_000];

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ THROUGHLINE_QUEUE_LIMIT: '100000' });
});
afterAll(() => server[Symbol.asyncDispose]());

interface Answer {
  readonly data: { readonly entityChanges: { readonly position: string } };
}
const positionOf = ({ data }: Answer) => data.entityChanges.position;

/** Positions of what it is told, until there are so many. */
async function positions(after: string, count: number): Promise<string[]> {
  const client = createClient({ url: `${server.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
  const told: string[] = [];
  const asked: SubscribePayload = { query: FEED, variables: { after } };
  for await (const answer of client.iterate(asked)) if (told.push(positionOf(answer as Answer)) === count + 1) break;
  await client.dispose();
  return told.slice(1);
}

async function head(): Promise<string> {
  return (await server.answer('{ __typename }')).extensions?.position ?? '';
}

async function writeMuch(letter: string): Promise<void> {
  for (let index = 0; index < ITEMS; index += 1) {
    const props = { description: letter.repeat(CHARACTERS) };
    const fact = { fact: 'entity', kind: 'TEAM', namespace: 'slow', name: `${index}`, props };
    await applyFacts(server, [{ ...fact, at: '2026-01-01T00:00:00Z', source: 'test' }]);
  }
}

async function closedFor(reason: string): Promise<number> {
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  return Number(
    new RegExp(`^throughline_connections_closed_total\\{reason="${reason}"\\} (\\d+)`, 'm').exec(metrics)?.[1] ?? 0,
  );
}

test('a WebSocket that takes nothing is closed, holds up nobody, and resumes with neither gap nor duplicate', async () => {
  const after = await head();
  const slow = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const told: string[] = [];
  const begun = new Promise<void>((resolve) => {
    slow.on('message', (message: Buffer) => {
      const { type, payload } = JSON.parse(message.toString()) as { type: string; payload: Answer };
      if (type === 'connection_ack') {
        slow.send(JSON.stringify({ id: 'slow', type: 'subscribe', payload: { query: FEED } }));
      } else if (type === 'next' && told.push(positionOf(payload)) === 1) resolve();
    });
  });
  slow.on('open', () => slow.send('{"type":"connection_init"}'));
  await begun;
  slow.pause();
  const quick = positions(after, ITEMS);
  await writeMuch('x');
  // Who takes what comes has all of it, while the other has taken nothing.
  const all = await quick;
  expect(all).toHaveLength(ITEMS);
  await expect.poll(() => closedFor('slow')).toBe(1);
  const closed = new Promise<[number, string]>((resolve) =>
    slow.once('close', (code, reason) => resolve([code, String(reason)])),
  );
  slow.resume();
  expect(await closed).toEqual([4507, 'Too slow: go on behind the last item']);
  const taken = told.slice(1);
  expect(taken).toEqual(all.slice(0, taken.length));
  expect(taken.length).toBeLessThan(ITEMS);
  expect(await positions(told.at(-1) ?? '', ITEMS - taken.length)).toEqual(all.slice(taken.length));
});

test('so is a stream of events, which just ends', async () => {
  await using slow = await streamEvents(`${server.url}/graphql`, FEED);
  const first = (await slow.next()) as unknown as Answer;
  slow.response.pause();
  const before = await closedFor('slow');
  await writeMuch('y');
  await expect.poll(() => closedFor('slow')).toBe(before + 1);
  const taken: string[] = [];
  for (let item = await slow.next(); item !== null; item = await slow.next()) {
    taken.push(positionOf(item as unknown as Answer));
  }
  const all = await positions(positionOf(first), ITEMS);
  expect(taken).toEqual(all.slice(0, taken.length));
  expect(taken.length).toBeLessThan(ITEMS);
});
