import { ontology } from '../src/domains/index.ts';
import { type Fact } from '../src/kernel/fact.ts';
import { contentHash } from '../src/kernel/json.ts';
import { micros } from '../src/kernel/time.ts';
import { formatUrn } from '../src/kernel/urn.ts';
import { openNeo4jStore } from '../src/store/neo4j/index.ts';
import type { Batch, Store } from '../src/store/ports.ts';
import type { Bench } from './bench.ts';
import { watch } from './event-loop-watch.ts';
import { measuredOnNeo4j } from './neo4j.ts';

export const bench: Bench = {
  about: 'How fast the Neo4j store takes facts, on a Neo4j of its own or on that of BENCH_NEO4J_URI.',
  run: () => measuredOnNeo4j(measure),
};

/** It adds to what is there, in a namespace of its own. */
const namespace = `bench-${Date.now()}`;
const START = 1_760_000_000_000_000;
const claim = (second: number) => ({ at: micros(START + second * 1_000_000), source: 'bench' });
const table = (index: number) => formatUrn('DATASET', namespace, `shop.table_${index}`);
const job = (index: number) => formatUrn('JOB', namespace, `job_${index}`);
let batches = 0;

function batchOf(facts: readonly Fact[]): Batch {
  batches += 1;
  const key = `${namespace}-${batches}`;
  return { scope: 'bench', key, contentHash: contentHash(key), facts };
}

/** A table with its fields and a job that reads it: 10 facts. */
function catalogFacts(index: number): Fact[] {
  const fields = [0, 1, 2].map((each) => formatUrn('FIELD', namespace, `shop.table_${index}#column_${each}`));
  const columns = fields.map((id, ordinal): Fact => ({
    fact: 'entity',
    id,
    props: { dataType: 'varchar', ordinal },
    ...claim(index),
  }));
  const relation = (type: string, from: (typeof fields)[number], to: (typeof fields)[number], props = {}): Fact => {
    const key = { type, from, to, discriminator: '' };
    return { fact: 'relation', key, provenance: 'OBSERVED', validFrom: null, validTo: null, props, ...claim(index) };
  };
  const described = {
    description: `Table ${index} of the shop`,
    tags: ['gold'],
    datasetType: 'TABLE',
    rowCount: index,
  };
  return [
    { fact: 'entity', id: table(index), props: described, ...claim(index) },
    { fact: 'entity', id: job(index), props: { jobType: 'MODEL', sql: 'select 1' }, ...claim(index) },
    ...columns,
    {
      fact: 'set',
      of: table(index),
      type: 'CONTAINS',
      end: 'from',
      members: fields,
      provenance: 'DECLARED',
      ...claim(index),
    },
    relation('READ_BY', table(index), job(index), { columns: 'KNOWN' }),
    relation('WRITES', job(index), table(index + 1)),
    relation('DERIVES', fields[0]!, fields[1]!),
    { fact: 'observe', of: table(index), metric: 'row_count', key: `${index}`, value: index, ...claim(index) },
  ];
}

/** What a run of a known job says when it is done: 3 facts. */
function eventFacts(event: number): Fact[] {
  const index = event % 200;
  const second = 10_000 + event;
  const key = { type: 'READ_BY', from: table(index), to: job(index), discriminator: '' };
  const run = { state: 'COMPLETE', inputs: [table(index)], outputs: [table(index + 1)] };
  return [
    { fact: 'entity', id: table(index), props: { rowCount: event }, ...claim(second) },
    { fact: 'relation', key, provenance: 'OBSERVED', validFrom: null, validTo: null, props: {}, ...claim(second) },
    { fact: 'observe', of: job(index), metric: 'run', key: `run-${event}`, value: run, ...claim(second) },
  ];
}

async function timed(name: string, count: number, unit: string, work: () => Promise<void>) {
  const { seconds, used } = await watch(work);
  return [name, seconds.toFixed(2), `${Math.round(count / seconds)} ${unit}`, used.toFixed(0)];
}

async function applyTogether(store: Store, all: readonly Fact[][], together: number): Promise<void> {
  for (let start = 0; start < all.length; start += together) {
    const outcomes = await store.graph.apply(all.slice(start, start + together).map(batchOf));
    if (outcomes.some((each) => each.outcome !== 'applied')) throw new Error(JSON.stringify(outcomes));
  }
}

async function measure(uri: string) {
  await using store = await openNeo4jStore({ uri, ontology });
  const range = (count: number, from = 0) => Array.from({ length: count }, (_, index) => index + from);
  const catalog = range(500).flatMap(catalogFacts);
  const chunks = range(10).map((each) => catalog.slice(each * 500, each * 500 + 500));
  const rows = [await timed('5,000 facts, 500 a transaction', 5_000, 'facts', () => applyTogether(store, chunks, 1))];
  let event = 0;
  for (const [together, count] of [
    [32, 640],
    [1, 200],
    [32, 6_400],
    [128, 6_400],
  ] as const) {
    const events = range(count, event).map(eventFacts);
    event += count;
    const name = `${count} events of 3 facts, ${together} a transaction`;
    rows.push(await timed(name, count, 'events', () => applyTogether(store, events, together)));
  }
  const notes = ['In this order, on a server that has just started: the first rows pay for its warming up.'];
  const table = {
    title: 'Writing',
    columns: ['what', 'seconds', 'a second', 'most processor time in one turn of the event loop, ms'],
    rows,
    notes,
  };
  return [table];
}
