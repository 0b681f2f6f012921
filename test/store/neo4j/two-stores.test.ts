import { afterAll, beforeAll, expect, test } from 'vitest';
import { ontology } from '../../../src/domains/index.ts';
import { urnParts } from '../../../src/kernel/urn.ts';
import { createWriter } from '../../../src/store/group-commit.ts';
import { openNeo4jStore } from '../../../src/store/neo4j/index.ts';
import type { LogEntry, Store } from '../../../src/store/ports.ts';
import { trusted } from '../../contract/trusted.ts';
import { applied, headAt } from '../../contract/subject.ts';
import { neo4jForTests } from '../../kit/neo4j.ts';
import { describeUnlessUnavailable } from '../../kit/unavailable.ts';

const WRITERS = 8;
const ROUNDS = 20;
const PROBES = 10;

const dataset = (name: string) =>
  trusted({ fact: 'entity', kind: 'DATASET', namespace: 'two', name, at: '2026-01-01T00:00:00Z', source: 'dbt' });

describeUnlessUnavailable('two stores on one Neo4j', await neo4jForTests(), (connection) => {
  let stores: readonly [Store, Store];
  beforeAll(async () => {
    // At once and on an empty database, so that both make the constraints.
    const open = () => openNeo4jStore({ ...connection, ontology });
    stores = await Promise.all([open(), open()]);
  });
  afterAll(async () => {
    for (const store of stores) await store[Symbol.asyncDispose]();
  });

  test('write at once: the order of positions is the order of commits, and nothing is lost', async () => {
    const writes = (await Promise.all(stores.map((store, index) => writeMuch(store, `store-${index}`)))).flat();
    const head = Math.max(...writes.map(({ position }) => position));
    // Each knows of the other's writes once it has looked again.
    await Promise.all(stores.map((store) => reached(store, head)));
    const log = await stores[0].log.read(0, head + 1);
    expect(await stores[1].log.read(0, head + 1)).toEqual(log);
    expect(log.map((entry) => entry.position)).toEqual(log.map((_, index) => index + 1));
    expect(log.map(nameIn).sort()).toEqual(writes.map(({ name }) => name).sort());
    const times = log.map((entry) => entry.recordedAt);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    for (const { name, position } of writes) expect(nameIn(log[position - 1])).toBe(name);
    // What was acknowledged before another was handed in was committed before it, through whichever store.
    const byBegin = writes.toSorted((a, b) => a.begun - b.begun);
    const byEnd = writes.toSorted((a, b) => a.ended - b.ended);
    let ended = 0;
    let newest = 0;
    for (const { begun, position } of byBegin) {
      for (; byEnd[ended]!.ended < begun; ended += 1) newest = Math.max(newest, byEnd[ended]!.position);
      expect(position).toBeGreaterThan(newest);
    }
  });

  test('each sees what the other wrote, and is woken by it', async () => {
    for (let probe = 0; probe < PROBES; probe += 1) {
      const [here, there] = probe % 2 === 0 ? stores : stores.toReversed();
      const fact = dataset(`probe-${probe}`);
      const { position } = await applied(here!, [fact]);
      await reached(there!, position);
      const [record] = await there!.graph.records('id' in fact ? [fact.id] : [], await headAt(there!));
      expect(record?.name).toBe(`probe-${probe}`);
    }
  });
});

interface Write {
  readonly name: string;
  readonly position: number;
  readonly begun: number;
  readonly ended: number;
}

async function writeMuch(store: Store, by: string): Promise<Write[]> {
  const writer = createWriter(store, () => Promise.resolve());
  const writes: Write[] = [];
  const write = async (name: string) => {
    const begun = performance.now();
    const { position } = await writer.submit({ scope: 'test', key: name, content: name, facts: [dataset(name)] });
    writes.push({ name, position, begun, ended: performance.now() });
  };
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, each) => {
      for (let round = 0; round < ROUNDS; round += 1) await write(`${by}-writer-${each}-${round}`);
    }),
  );
  await writer[Symbol.asyncDispose]();
  return writes;
}

function nameIn(entry: LogEntry | undefined): string {
  return entry?.fact.fact === 'entity' ? urnParts(entry.fact.id).name : '';
}

async function reached(store: Store, position: number): Promise<void> {
  while ((await store.log.head()).position < position) {
    await new Promise<void>((resolve) => {
      const stop = store.log.wake(() => {
        stop();
        resolve();
      });
    });
  }
}
