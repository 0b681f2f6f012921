import type { Provenance } from '../src/kernel/fact.ts';
import { micros } from '../src/kernel/time.ts';
import { formatUrn, type Urn } from '../src/kernel/urn.ts';
import type { SegmentRow } from '../src/store/ports.ts';

/** Numbers from 0 to 1, the same in every run. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mix = Math.imul(state ^ (state >>> 15), 1 | state);
    mix = (mix + Math.imul(mix ^ (mix >>> 7), 61 | mix)) ^ mix;
    return ((mix ^ (mix >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Of 1,000 nodes, how many are of which kind. */
const SHARES = {
  DATA_SOURCE: 4,
  DATASET: 61,
  FIELD: 650,
  JOB: 61,
  FEATURE_VIEW: 9,
  FEATURE: 130,
  EXPERIMENT_RUN: 35,
  MODEL_VERSION: 26,
  DEPLOYMENT: 16,
  BUSINESS_KPI: 8,
} as const;

type Kind = keyof typeof SHARES;
const kinds = Object.keys(SHARES) as Kind[];

const LAYERS = 7;
const PROVENANCES: readonly Provenance[] = ['OBSERVED', 'OBSERVED', 'OBSERVED', 'DECLARED', 'INFERRED'];

/**
 * A company's graph in layers, from sources over seven tiers of datasets to KPIs. A few nodes have a great many
 * consumers (zipf), and diamonds abound. About as many relations as asked for; the same for the same arguments.
 */
export function* layeredGraph(nodes: number, edges: number): Generator<SegmentRow> {
  const random = seededRandom(42);
  const count = (kind: Kind) => Math.max(LAYERS, Math.round((SHARES[kind] * nodes) / 1_000));
  const urns = new Map(kinds.map((kind) => [kind, urnsOf(kind, count(kind), count('DATASET'))]));
  const urn = (kind: Kind, index: number): Urn => urns.get(kind)![index]!;
  /** Some index, low ones far more often than high ones. */
  const popular = (kind: Kind) => Math.floor(count(kind) * random() ** 3);
  const any = (kind: Kind) => Math.floor(random() * count(kind));
  /** The same index in the part of all that feeds its layer. */
  const before = (index: number, kind: Kind) => {
    const layer = index % LAYERS;
    const found = popular(kind);
    if (layer === 0) return null;
    return Math.min(found - (found % LAYERS) + Math.floor(random() * layer), count(kind) - 1);
  };

  let made = 0;
  function relation(type: string, from: Urn, to: Urn, event: number, columns?: string): SegmentRow {
    made++;
    return {
      key: { type, from, to, discriminator: '' },
      validFrom: micros(1_700_000_000_000_000 + event * 1_000_003),
      validTo: null,
      addedAt: made,
      removedAt: null,
      provenance: PROVENANCES[Math.floor(random() * PROVENANCES.length)]!,
      props: columns === undefined ? {} : { columns },
    };
  }

  function* each(from: Kind, type: string, to: Kind, perTarget: number, columns?: string): Generator<SegmentRow> {
    for (let index = 0; index < count(to); index++) {
      for (let n = 0; n < perTarget; n++)
        yield relation(type, urn(from, popular(from)), urn(to, index), index, columns);
    }
  }

  for (let index = 0; index < count('FIELD'); index++) {
    yield relation('CONTAINS', urn('DATASET', index % count('DATASET')), urn('FIELD', index), index % count('DATASET'));
  }
  for (let index = 0; index < count('FEATURE'); index++) {
    yield relation('CONTAINS', urn('FEATURE_VIEW', index % count('FEATURE_VIEW')), urn('FEATURE', index), index);
  }
  for (let index = 0; index < count('JOB'); index++) {
    const inputs = [before(index, 'DATASET'), before(index, 'DATASET'), before(index, 'DATASET')];
    for (const input of inputs) {
      if (input === null) continue;
      yield relation('READ_BY', urn('DATASET', input), urn('JOB', index), index, index % 4 === 0 ? 'OPAQUE' : 'KNOWN');
    }
    yield relation('WRITES', urn('JOB', index), urn('DATASET', index), index);
    if (index % LAYERS === 0)
      yield relation('FEEDS', urn('DATA_SOURCE', any('DATA_SOURCE')), urn('DATASET', index), index);
  }
  yield* each('DATASET', 'SUPPLIES', 'FEATURE_VIEW', 2);
  yield* each('FIELD', 'SUPPLIES', 'FEATURE', 2);
  yield* each('FEATURE', 'USED_BY', 'EXPERIMENT_RUN', 8);
  yield* each('FEATURE_VIEW', 'USED_BY', 'EXPERIMENT_RUN', 2);
  yield* each('EXPERIMENT_RUN', 'PRODUCED', 'MODEL_VERSION', 1);
  yield* each('MODEL_VERSION', 'RELEASED_TO', 'DEPLOYMENT', 2);
  yield* each('FEATURE', 'SERVES', 'DEPLOYMENT', 4);
  yield* each('DEPLOYMENT', 'AFFECTS', 'BUSINESS_KPI', 3);
  yield* each('FIELD', 'MEASURES', 'BUSINESS_KPI', 2);
  while (made < edges) {
    const index = any('FIELD');
    const dataset = index % count('DATASET');
    const source = before(dataset, 'DATASET');
    if (source === null) continue;
    const column = Math.floor(random() * (count('FIELD') / count('DATASET') - 1)) * count('DATASET');
    yield relation('DERIVES', urn('FIELD', source + column), urn('FIELD', index), dataset);
  }
}

/** Flat texts, as they come from a store: put together from pieces they would be slower to read. */
function urnsOf(kind: Kind, count: number, datasets: number): Urn[] {
  return Array.from({ length: count }, (_, index) => Buffer.from(urnAt(kind, index, datasets)).toString() as Urn);
}

function urnAt(kind: Kind, index: number, datasets: number): Urn {
  const [owner, column] = kind === 'FIELD' ? [index % datasets, Math.floor(index / datasets)] : [index, null];
  const name = `warehouse.${kind.toLowerCase()}_${String(owner).padStart(6, '0')}`;
  return formatUrn(kind, `postgres://db-${owner % 20}:5432`, column === null ? name : `${name}#column_${column}`);
}

/** Some dataset of the graph, as a start. */
export function anyDataset(nodes: number, random: () => number): Urn {
  const datasets = Math.max(LAYERS, Math.round((SHARES.DATASET * nodes) / 1_000));
  return urnAt('DATASET', Math.floor(random() * datasets), datasets);
}

/** Some dataset or field of the graph, as a start. */
export function anyStart(nodes: number, random: () => number): Urn {
  const datasets = Math.max(LAYERS, Math.round((SHARES.DATASET * nodes) / 1_000));
  return urnAt(random() < 0.5 ? 'DATASET' : 'FIELD', Math.floor(random() * datasets), datasets);
}
