import { createClient, type Client } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { formatPosition } from '../../src/kernel/cursor.ts';
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

interface Item {
  readonly position: string;
  readonly change: { readonly type: string; readonly before: unknown; readonly after: unknown };
}

async function changesAfter(after: string, count: number): Promise<Item[]> {
  const query = `subscription ($after: LogPosition) { entityChanges(after: $after) {
    ... on ChangeEvent { position change { type before after } } } }`;
  const items: Item[] = [];
  for await (const { data } of client.iterate<{ entityChanges: Partial<Item> }>({ query, variables: { after } })) {
    if (data?.entityChanges.change !== undefined) items.push(data.entityChanges as Item);
    if (items.length === count) break;
  }
  return items;
}

test('resuming behind any item, also in the middle of an entry, loses and doubles nothing', async () => {
  const of = 'urn:throughline:dataset:resume:orders';
  const set = (...columns: string[]) => {
    const members = columns.map((column) => `urn:throughline:field:resume:orders%23${column}`);
    return { fact: 'set', of, type: 'CONTAINS', members, at: '2026-01-01T00:00:00Z', source: 'dbt' };
  };
  // One entry with three items, another with two.
  const facts = [set('a', 'b', 'c'), { ...set('a'), at: '2026-01-02T00:00:00Z' }];
  await server.query('mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { applied } }', { facts });
  const all = await changesAfter(formatPosition(0), 5);
  expect(new Set(all.map((item) => item.position)).size).toBe(5);
  for (const [index, { position }] of all.slice(0, -1).entries()) {
    const rest = all.slice(index + 1);
    expect(await changesAfter(position, rest.length)).toEqual(rest);
  }
});
