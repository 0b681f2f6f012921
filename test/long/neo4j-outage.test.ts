import { setTimeout } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ontology } from '../../src/domains/index.ts';
import { formatPosition } from '../../src/kernel/cursor.ts';
import { urnParts } from '../../src/kernel/urn.ts';
import { openNeo4jStore } from '../../src/store/neo4j/index.ts';
import type { AppliedBatch } from '../../src/store/ports.ts';
import { batchOf } from '../contract/subject.ts';
import { trusted } from '../contract/trusted.ts';
import { ownNeo4j } from '../kit/neo4j.ts';
import { ofAnyLog } from '../kit/of-any-log.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';

const OUTAGES = 3;
const POSTERS = 4;

describeUnlessUnavailable('a server whose Neo4j is killed', await ownNeo4j(), (neo4j) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ NEO4J_URI: neo4j.server.uri });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await neo4j[Symbol.asyncDispose]();
  });

  test('says so, and goes on of its own accord once it is back', { timeout: 900_000 }, async () => {
    const feed = followChanges(server);
    const posters = startPosters(server);
    for (let outage = 0; outage < OUTAGES; outage += 1) {
      const before = posters.taken.length;
      await expect.poll(() => posters.taken.length, { timeout: 200_000 }).toBeGreaterThan(before + 5 * POSTERS);
      expect(await readiness(server)).toEqual([200, { status: 'ok', position: expect.any(Number) }]);
      await neo4j.server.kill();
      await expectAway(server);
      await neo4j.server.restart();
      await expect.poll(() => readiness(server), { timeout: 120_000 }).toMatchObject([200, { status: 'ok' }]);
      await server.query('{ datasets(first: 1) { nodes { name } } }');
    }
    await posters.stop();

    const { jobs } = await server.query<{ jobs: { total: { value: number } } }>('{ jobs { total { value } } }');
    expect(jobs.total.value).toBe(posters.taken.length);
    await expectAll(server, feed.items);
    await feed.stop();
  });

  test(
    'a replay that is cut goes on where it was, and one that was asked for meanwhile begins',
    { timeout: 300_000 },
    async () => {
      const feed = followChanges(server);
      await expect.poll(() => feed.items.length, { interval: 1, timeout: 60_000 }).toBeGreaterThan(0);
      await neo4j.server.kill();
      const late = followChanges(server, 20);
      await setTimeout(4_000);
      await neo4j.server.restart();
      await expectAll(server, feed.items);
      await expectAll(server, late.items);
      await Promise.all([feed.stop(), late.stop()]);
    },
  );

  test(
    'what another instance wrote last is read without another write to wake for it',
    { timeout: 120_000 },
    async () => {
      const { reader, store } = server.services;
      const other = await openNeo4jStore({ uri: neo4j.server.uri, ontology });
      const claim = { namespace: 'outage', at: '2026-11-02T00:00:00Z', source: 'dbt' };
      const facts = Array.from({ length: 500 }, (_, index) =>
        trusted({ fact: 'entity', kind: 'DATASET', name: `other-${index}`, ...claim }),
      );
      // The reader was told first, and is cut while it reads.
      const killed = new Promise<void>((resolve) => {
        const stop = store.log.wake(() => {
          stop();
          void neo4j.server.kill().then(resolve);
        });
      });
      const batch = batchOf(facts);
      // The answer to the commit itself may be cut as well: asked again it is the same one.
      const write = other.graph.apply([batch]).catch(() => null);
      await killed;
      const seen = reader.head().position;
      await neo4j.server.restart();
      const [outcome] = (await write) ?? (await other.graph.apply([batch]));
      const { position } = outcome as AppliedBatch;
      expect(seen).toBeLessThan(position);
      await expect.poll(() => reader.head().position, { timeout: 120_000 }).toBe(position);
      await other[Symbol.asyncDispose]();
    },
  );
});

const eventOf = (name: string) => ({
  eventType: 'COMPLETE',
  eventTime: '2026-11-01T10:00:00Z',
  run: { runId: '3f5e83fa-3480-44ff-99c5-ff943904e5e8' },
  job: { namespace: 'outage', name },
  inputs: [{ namespace: 'outage', name: 'in' }],
  outputs: [{ namespace: 'outage', name: `${name}.out` }],
  producer: 'https://example.test',
  schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
});

/** Tools that send one event after the other, each until it is taken. */
function startPosters(server: TestServer) {
  const taken: string[] = [];
  let stopped = false;

  async function post(name: string): Promise<void> {
    for (;;) {
      const { status } = await server.post('/api/v1/lineage', eventOf(name));
      if (status === 201) break;
      expect(status).toBe(503);
      await setTimeout(200);
    }
    taken.push(name);
  }
  const done = Promise.all(
    Array.from({ length: POSTERS }, async (_, each) => {
      for (let count = 0; !stopped; count += 1) await post(`job-${each}-${count}`);
    }),
  );
  // A failure of theirs is told by stop, not as an unhandled one meanwhile.
  done.catch(() => undefined);
  return {
    taken,
    async stop() {
      stopped = true;
      await done;
    },
  };
}

interface Item {
  readonly position: string;
  readonly change: { readonly type: string; readonly entity: { readonly name: string } };
}

/** All changes from the first on, by a client that never reconnects; entities are read from the store item by item. */
function followChanges(server: TestServer, retryAttempts = 0) {
  const items: Item[] = [];
  const url = `${server.url.replace('http', 'ws')}/graphql`;
  const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts });
  const query = `subscription ($after: LogPosition) { entityChanges(after: $after) {
    ... on ChangeEvent { position change { type entity { name ... on Dataset { readBy { name } } } } } } }`;
  const variables = { after: formatPosition(0) };
  const done = (async () => {
    for await (const { data, errors } of client.iterate<{ entityChanges: Partial<Item> }>({ query, variables })) {
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      if (data?.entityChanges.change !== undefined) items.push(data.entityChanges as Item);
    }
  })();
  done.catch(() => undefined);
  return {
    items,
    async stop() {
      await client.dispose();
      await done;
    },
  };
}

/** What the feed delivered is what the log has: with neither gap nor duplicate, in order. */
async function expectAll(server: TestServer, items: readonly Item[]): Promise<void> {
  const { store } = server.services;
  const logged = await store.log.changes({ position: 0, ordinal: Number.MAX_SAFE_INTEGER }, 1_000_000);
  await expect.poll(() => items.length, { timeout: 120_000 }).toBeGreaterThanOrEqual(logged.length);
  expect(items.map(({ position, change }) => [ofAnyLog(position), change.type, change.entity.name])).toEqual(
    logged.map(({ position, ordinal, type, entity }) => [
      formatPosition(position, ordinal),
      type,
      urnParts(entity).name,
    ]),
  );
}

/** While the store is away: everything is answered, and typed. */
async function expectAway(server: TestServer): Promise<void> {
  const [post, mutation, read, healthy, ready] = await Promise.all([
    server.post('/api/v1/lineage', { ...eventOf('away'), eventType: 'OTHER' }),
    server.answer('mutation { upsertDataset(input: { namespace: "outage", name: "away" }) { position } }'),
    server.answer('{ datasets(first: 1) { nodes { name } } }'),
    fetch(`${server.url}/healthz`),
    readiness(server),
  ]);
  expect(post.status).toBe(503);
  expect(post.headers.get('retry-after')).toBe('1');
  expect(mutation.errors?.[0]?.extensions).toEqual({ code: 'UNAVAILABLE' });
  expect(read.errors?.[0]?.extensions).toEqual({ code: 'UNAVAILABLE' });
  expect(healthy.status).toBe(200);
  expect(ready).toEqual([503, { status: 'unavailable', reason: 'the store does not answer' }]);
}

async function readiness(server: TestServer): Promise<[status: number, body: unknown]> {
  const response = await fetch(`${server.url}/readyz`);
  return [response.status, await response.json()];
}
