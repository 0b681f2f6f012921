import { beforeAll, expect, test } from 'vitest';
import { freePort } from '../../../src/cli/free-port.ts';
import { ontology } from '../../../src/domains/index.ts';
import { openNeo4jStore } from '../../../src/store/neo4j/index.ts';
import type { Store } from '../../../src/store/ports.ts';
import { applied } from '../../contract/subject.ts';
import { trusted } from '../../contract/trusted.ts';
import { neo4jForTests } from '../../kit/neo4j.ts';
import { findRedis, startRedis } from '../../kit/redis.ts';
import { describeUnlessUnavailable, isUnavailable } from '../../kit/unavailable.ts';

/** So long that within a test nobody looks but for a nudge. */
const NEVER_MS = 3_600_000;

const [neo4j, redis] = [await neo4jForTests(), findRedis()];
const needed = isUnavailable(neo4j) ? neo4j : isUnavailable(redis) ? redis : { ...redis, connection: neo4j };

describeUnlessUnavailable('two stores on one Neo4j, with a Redis between them', needed, ({ redis, connection }) => {
  let port: number;
  beforeAll(async () => {
    port = await freePort();
  });

  async function openTwo(pollMs?: number) {
    const away: string[] = [];
    const nudges = { url: `redis://127.0.0.1:${port}`, onAway: (reason: string) => away.push(reason) };
    const options = { ...connection, ontology, nudges, pollMs };
    const [here, there] = await Promise.all([openNeo4jStore(options), openNeo4jStore(options)]);
    return {
      ...{ here, there, away },
      async [Symbol.asyncDispose]() {
        await here[Symbol.asyncDispose]();
        await there[Symbol.asyncDispose]();
      },
    };
  }

  let written = 0;
  async function write(store: Store): Promise<number> {
    const name = `nudged-${(written += 1)}`;
    const at = '2026-01-01T00:00:00Z';
    const fact = trusted({ fact: 'entity', kind: 'DATASET', namespace: 'nudges', name, at, source: 'dbt' });
    return (await applied(store, [fact])).position;
  }

  const reached = async (store: Store) => (await store.log.head()).position;

  /** Until each hears the other: what is said before one is there to hear it is lost. */
  async function untilHeard({ here, there }: { here: Store; there: Store }): Promise<void> {
    for (const [from, to] of [
      [here, there],
      [there, here],
    ] as const) {
      const before = await reached(to);
      const afterOneMore = async () => {
        await write(from);
        return reached(to);
      };
      await expect.poll(afterOneMore).toBeGreaterThan(before);
    }
  }

  test('one looks at once when the other wrote; alone it would not have looked', async () => {
    await using server = await startRedis(redis, port);
    await using stores = await openTwo(NEVER_MS);
    await untilHeard(stores);
    for (let time = 0; time < 5; time += 1) {
      const position = await write(stores.here);
      await expect.poll(() => reached(stores.there)).toBe(position);
    }
    expect(stores.away).toEqual([]);
    await server[Symbol.asyncDispose]();
    await expect.poll(() => stores.away.length).toBe(2);
    const unheard = await write(stores.here);
    await using again = await startRedis(redis, port);
    expect(await reached(stores.there)).toBeLessThan(unheard);
    await untilHeard(stores);
    await again[Symbol.asyncDispose]();
    await expect.poll(() => stores.away.length).toBe(4);
  });

  test('without it each looks as before, and says once that it is away', async () => {
    await using stores = await openTwo();
    for (const [here, there] of [
      [stores.here, stores.there],
      [stores.there, stores.here],
    ] as const) {
      const position = await write(here);
      await expect.poll(() => reached(there)).toBe(position);
    }
    expect(stores.away).toEqual([expect.stringContaining('ECONNREFUSED'), expect.stringContaining('ECONNREFUSED')]);
  });
});
