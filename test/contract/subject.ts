import fc from 'fast-check';
import type { Fact, LoggedFact, WritableFact } from '../../src/kernel/fact.ts';
import { contentHash, type Json } from '../../src/kernel/json.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { micros } from '../../src/kernel/time.ts';
import type { AppliedBatch, Batch, ReadAt, Store } from '../../src/store/ports.ts';
import { entitiesOf, relationsOf } from './arbitrary-facts.ts';

let batches = 0;
/** Behind all that is told in these tests. */
const NOW = micros(Date.UTC(2030, 0, 1) * 1000);

/** A batch under a key that nobody used yet. */
export function batchOf(facts: readonly WritableFact[], key = `key-${(batches += 1)}-${process.pid}`): Batch {
  return { scope: 'test', key, contentHash: contentHash(facts as unknown as Json), facts };
}

export async function applied(store: Store, facts: readonly WritableFact[]): Promise<AppliedBatch> {
  const [outcome] = await store.graph.apply([batchOf(facts)]);
  if (outcome?.outcome !== 'applied') throw new Error(`Refused: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** The place, or the next one that does not stand between a fact and what follows from it. */
export function wholeStep(list: readonly LoggedFact[], place: number): number {
  return list[place]?.fact === 'supersede' ? wholeStep(list, place + 1) : place;
}

export function sampleOf<T>(arbitrary: fc.Arbitrary<T[]>, seed: number): T[] {
  return fc.sample(arbitrary, { seed, numRuns: 1 })[0] ?? [];
}

export async function appliedInParts(store: Store, facts: readonly Fact[], size: number): Promise<void> {
  for (let start = 0; start < facts.length; start += size) await applied(store, facts.slice(start, start + size));
}

export function readAt(position: number, asOf: number | null = null): ReadAt {
  return { position, asOf: asOf === null ? null : micros(asOf), now: NOW, viewer: EVERYBODY };
}

export async function headAt(store: Store): Promise<ReadAt> {
  return readAt((await store.log.head()).position);
}

/** Everything that the store tells of these facts' subjects, without positions: two equal graphs look the same. */
export async function pictureOf(store: Store, facts: readonly Fact[], at: ReadAt): Promise<Json> {
  const ids = entitiesOf(facts);
  const types = [...new Set(relationsOf(facts).map((key) => key.type))].sort();
  const records = await store.graph.records(ids, at);
  const related = await Promise.all(
    types.flatMap((type) =>
      (['out', 'in'] as const).map((direction) =>
        store.graph.related(ids, { type, direction, first: 100, after: null }, at),
      ),
    ),
  );
  const relations = await store.graph.relations(relationsOf(facts), at);
  const observations = await store.graph.observations(ids, { metric: 'row_count', first: 100, after: null }, at);
  const withoutPositions = related.map((pages) =>
    pages.map((page) =>
      page.items.map(({ record, relation: { key, validFrom, validTo, provenance, props } }) => ({
        record: record.id,
        key,
        validFrom,
        validTo,
        provenance,
        props,
      })),
    ),
  );
  return JSON.parse(JSON.stringify({ records, related: withoutPositions, relations, observations })) as Json;
}
