import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { ontology } from '../../src/domains/index.ts';
import { isUnavailable } from '../../src/kernel/errors.ts';
import type { Fact } from '../../src/kernel/fact.ts';
import { canonicalJson, type Json } from '../../src/kernel/json.ts';
import { formatUrn } from '../../src/kernel/urn.ts';
import { createReader } from '../../src/projections/reader.ts';
import { createWriter, type Writer, type WriteRequest } from '../../src/store/group-commit.ts';
import { openNeo4jStore } from '../../src/store/neo4j/index.ts';
import { trusted } from '../contract/trusted.ts';
import { connect } from '../kit/neo4j-connection.ts';
import { ownNeo4j } from '../kit/neo4j.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';

const KILLS = 6;
const WRITERS = 16;

const job = formatUrn('JOB', 'kill', 'shared');
const dataset = (name: string) => formatUrn('DATASET', 'kill', name);

/** Four facts: a dataset, that a job which all share reads it, a measurement of it, and one of the job. */
function factsOf(name: string): Fact[] {
  const claim = { at: '2026-01-01T00:00:00Z', source: 'dbt' };
  const observe = { fact: 'observe', metric: 'row_count', key: name, value: 1, ...claim };
  return [
    trusted({ fact: 'entity', kind: 'DATASET', namespace: 'kill', name, ...claim }),
    trusted({ fact: 'relation', type: 'READ_BY', from: dataset(name), to: job, ...claim }),
    trusted({ ...observe, of: dataset(name) }),
    trusted({ ...observe, of: job }),
  ];
}

describeUnlessUnavailable('Neo4j under its writers', await ownNeo4j(), (neo4j) => {
  const { server } = neo4j;
  afterAll(() => neo4j[Symbol.asyncDispose]());

  test(`is killed ${KILLS} times and has lost nothing that was acknowledged, and nothing twice`, async () => {
    const store = await openNeo4jStore({ uri: server.uri, ontology });
    const reader = await createReader(store, [], () => undefined);
    const writer = createWriter(store, (position) => reader.catchUp(position));
    const acknowledged = new Map<string, number>();
    let refusals = 0;
    let stopped = false;

    async function submitUntilTaken(name: string): Promise<void> {
      for (;;) {
        try {
          const { position, refused } = await writer.submit(requestOf(name));
          if (refused !== null) throw new Error(refused.message);
          acknowledged.set(name, position);
          return;
        } catch (error) {
          if (!isUnavailable(error)) throw error;
          refusals += 1;
          await setTimeout(50);
        }
      }
    }
    const writers = Promise.all(
      Array.from({ length: WRITERS }, async (_, each) => {
        for (let count = 0; !stopped; count += 1) await submitUntilTaken(`writer-${each}-${count}`);
      }),
    );
    // A failure of theirs is told at the end, not as an unhandled one meanwhile.
    writers.catch(() => undefined);

    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = acknowledged.size;
      await expect.poll(() => acknowledged.size, { timeout: 200_000 }).toBeGreaterThan(before + 5 * WRITERS);
      // Another moment each time, so that kills fall on different places of a transaction.
      await setTimeout((kill * 17) % 60);
      await server.kill();
      await server.restart();
    }
    stopped = true;
    await writers;
    expect(refusals).toBeGreaterThanOrEqual(WRITERS);

    await expectTheSame(writer, acknowledged);
    await writer[Symbol.asyncDispose]();
    reader[Symbol.dispose]();
    const { position: head } = await store.log.head();
    await store[Symbol.asyncDispose]();

    // What another process finds.
    const again = await openNeo4jStore({ uri: server.uri, ontology });
    expect((await again.log.head()).position).toBe(head);
    const log = await again.log.read(0, head + 1);
    expect(log.map((entry) => entry.position)).toEqual(log.map((_, index) => index + 1));
    expect(log.every(({ recordedAt }, index) => index === 0 || recordedAt > log[index - 1]!.recordedAt)).toBe(true);
    const logged = log.map(({ fact }) => canonicalJson(fact as unknown as Json));
    for (const [name, position] of acknowledged) {
      const facts = factsOf(name).map((fact) => canonicalJson(fact as unknown as Json));
      expect(logged.slice(position - facts.length, position)).toEqual(facts);
    }
    // Every request was acknowledged in the end, so that whatever else there is was applied twice.
    expect(log).toHaveLength(4 * acknowledged.size);
    await again[Symbol.asyncDispose]();
    await expectGraphOf([...acknowledged.keys()]);
  }, 1_200_000);

  test('is away: all who wait are told at once, not one group after the other', async () => {
    await using store = await openNeo4jStore({ uri: server.uri, ontology });
    const writer = createWriter(store, () => Promise.resolve());
    await server.kill();
    const refused = await Promise.all(
      Array.from({ length: 1_000 }, async (_, each) => {
        await expect(writer.submit(requestOf(`waiting-${each}`))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
        return performance.now();
      }),
    );
    // Eight groups, of which each would be tried for seconds.
    expect(Math.max(...refused) - Math.min(...refused)).toBeLessThan(1_000);
    await server.restart();
    expect(await writer.submit(requestOf('afterwards'))).toMatchObject({ applied: 4 });
  }, 300_000);

  /** As an analyst sees it: one node and one relationship each, however often it was written. */
  async function expectGraphOf(names: readonly string[]): Promise<void> {
    await using driver = connect(server);
    const { records } = await driver.executeQuery(
      'MATCH (d:Dataset)-[r:READ_BY]->(:Job {id: $job}) RETURN d.name AS name, count(r) AS count',
      { job },
    );
    expect(records.map((row) => String(row.get('name'))).sort()).toEqual([...names].sort());
    expect(new Set(records.map((row) => Number(row.get('count'))))).toEqual(new Set([1]));
  }
});

function requestOf(name: string): WriteRequest {
  return { scope: 'test', key: name, content: name, facts: factsOf(name) };
}

/** The same keys once more give the positions that they were acknowledged with. */
async function expectTheSame(writer: Writer, acknowledged: ReadonlyMap<string, number>): Promise<void> {
  const again = await Promise.all([...acknowledged.keys()].map((name) => writer.submit(requestOf(name))));
  expect(again.map(({ position }) => position)).toEqual([...acknowledged.values()]);
  expect(again.every(({ applied }) => applied === 0)).toBe(true);
}
