import fc from 'fast-check';
import type { Fact, RelationKey } from '../../../src/kernel/fact.ts';
import { micros } from '../../../src/kernel/time.ts';
import { urnParts, type Urn } from '../../../src/kernel/urn.ts';
import type { RelationLookup, SegmentRow, Store } from '../../../src/store/ports.ts';
import { batchOf } from '../../contract/subject.ts';
import { ontology } from '../ontology.ts';
import { KEYS, NODES, relation } from '../rows-arbitrary.ts';

/** What the facts of one graph are applied in, one after the other. */
const PHASES = 3;

const phase = fc.constantFrom(0, 0, 0, 1, 2);
const source = fc.constantFrom('one', 'two');

/** Mostly what lineage goes by, between few nodes, so that it goes far. */
function keyAmong(nodes: readonly Urn[]): fc.Arbitrary<RelationKey> {
  const keys = KEYS.filter(({ from, to }) => nodes.includes(from) && nodes.includes(to));
  const choices = [
    { weight: 12, keys: keys.filter(({ type }) => ontology.relationships.get(type)?.lineage) },
    { weight: 3, keys: keys.filter(({ type }) => type === 'CONTAINS') },
    { weight: 2, keys: keys.filter(({ type }) => type === 'OWNS' || type === 'ALIAS_OF') },
  ].filter((choice) => choice.keys.length > 0);
  return fc.oneof(...choices.map(({ weight, keys: some }) => ({ weight, arbitrary: fc.constantFrom(...some) })));
}

const statementOn = (nodes: readonly Urn[]) =>
  fc.record({
    relation: relation([null, 0.5, 0.25], keyAmong(nodes)),
    at: fc.constantFrom(0, 0, 0, 0, 1, 2, 4),
    interval: fc.option(fc.tuple(fc.constantFrom(0, 1, 3), fc.constantFrom(null, 1, 3)), { freq: 4 }),
    ...{ phase, source },
  });

const ending = fc.record({ which: fc.nat(1_000), at: fc.constantFrom(0, 1, 3, 5), phase: fc.constantFrom(0, 1, 2, 2) });

/** Facts of one small and dense graph by phases: told late, told again, told otherwise by another source, and ended. */
const graphFacts: fc.Arbitrary<readonly (readonly Fact[])[]> = fc
  .subarray(NODES, { minLength: 8, maxLength: 10 })
  .chain((nodes) =>
    fc.record({
      statements: fc.array(statementOn(nodes), { minLength: 12, maxLength: 26, size: 'max' }),
      endings: fc.array(ending, { maxLength: 6, size: 'max' }),
    }),
  )
  .map(({ statements, endings }) => {
    const phases = Array.from({ length: PHASES }, (): Fact[] => []);
    for (const { relation: told, at, interval, phase: index, source: by } of statements) {
      const [from = null, lasts = null] = interval ?? [];
      phases[index]!.push({
        ...{ fact: 'relation', ...told, at: micros(at), source: by },
        validFrom: from === null ? null : micros(from),
        validTo: from === null || lasts === null ? null : micros(from + lasts),
      });
    }
    for (const { which, at, phase: index } of endings) {
      const { relation: told, source: by } = statements[which % statements.length]!;
      phases[index]!.push({ fact: 'retire', of: { key: told.key }, at: micros(at), source: by });
    }
    return phases;
  });

/** The namespace of all names that the arbitraries make. */
const SHOP = 'shop';

/** A graph that lives in a store beside others, in a namespace of its own; here it has the names of the arbitraries. */
export interface World {
  readonly name: string;
  readonly rows: readonly SegmentRow[];
  readonly lookup: RelationLookup;
  /** Of each log entry that is about it. */
  readonly positions: readonly number[];
}

/** Graphs that are applied together. */
const AT_ONCE = 100;

/** Applies so many random graphs, the same for the same seed, and gives them as the store tells of them. */
export async function applyWorlds(store: Store, count: number, seed: number): Promise<World[]> {
  const graphs = fc.sample(graphFacts, { numRuns: count, seed });
  const positions = graphs.map((): number[] => []);
  for (let index = 0; index < PHASES; index++) {
    for (let first = 0; first < count; first += AT_ONCE) {
      const some = graphs.slice(first, first + AT_ONCE);
      const moveTo = (graph: number) => (fact: Fact) => moved(fact, SHOP, place(graph));
      const batches = some.map((phases, offset) => batchOf(phases[index]!.map(moveTo(first + offset))));
      for (const [offset, outcome] of (await store.graph.apply(batches)).entries()) {
        if (outcome.outcome !== 'applied') throw new Error(JSON.stringify(outcome));
        for (let back = outcome.applied - 1; back >= 0; back--) {
          positions[first + offset]!.push(outcome.position - back);
        }
      }
    }
  }
  const { position: head } = await store.log.head();
  const { lookup } = store.graph;
  if (lookup === undefined) throw new Error('expected a store that looks relations up');
  const rows = grouped(await all(store.graph.segments(0, head)));
  const identities = await all(lookup.segments(['ALIAS_OF', 'RENAMED_TO'], 0, head));
  const names = grouped(identities);
  return graphs.map((_facts, graph) => {
    const name = place(graph);
    const back = (found: readonly SegmentRow[] | null) => found?.map((row) => moved(row, name, SHOP)) ?? null;
    return {
      name,
      rows: back(rows.get(name) ?? [])!,
      positions: positions[graph]!,
      lookup: {
        holding: async (ends, at, most) => back(await lookup.holding(moved(ends, SHOP, name), at, most)),
        recorded: async (ends, upTo, most) => back(await lookup.recorded(moved(ends, SHOP, name), upTo, most)),
        async *segments() {
          yield back(names.get(name) ?? [])!;
        },
      },
    };
  });
}

function place(graph: number): string {
  return `world-${graph}`;
}

/** The same with all URNs in another namespace. */
function moved<T>(value: T, from: string, to: string): T {
  return JSON.parse(JSON.stringify(value).replaceAll(`:${from}:`, `:${to}:`)) as T;
}

async function all(chunks: AsyncIterable<readonly SegmentRow[]>): Promise<SegmentRow[]> {
  const rows: SegmentRow[] = [];
  for await (const chunk of chunks) rows.push(...chunk);
  return rows;
}

function grouped(rows: readonly SegmentRow[]): ReadonlyMap<string, readonly SegmentRow[]> {
  const groups = new Map<string, SegmentRow[]>();
  for (const row of rows) {
    const { namespace } = urnParts(row.key.from);
    const group = groups.get(namespace);
    if (group === undefined) groups.set(namespace, [row]);
    else group.push(row);
  }
  return groups;
}
