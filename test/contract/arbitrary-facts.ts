import fc from 'fast-check';
import type { Fact, RelationKey } from '../../src/kernel/fact.ts';
import type { Json } from '../../src/kernel/json.ts';
import { formatTime, micros } from '../../src/kernel/time.ts';
import { formatUrn, type Urn } from '../../src/kernel/urn.ts';
import { runEvent } from './arbitrary-runs.ts';
import { EPOCH, trusted } from './trusted.ts';

/** Times lie close together, so that facts come late, and at the same time, often. */
const time = fc.integer({ min: 0, max: 14 }).map((tick) => formatTime(micros(EPOCH + tick)));
const SOURCES = ['dbt', 'openlineage', 'api'] as const;

const UNIVERSE = {
  DATASET: ['orders', 'users', 'features'],
  JOB: ['load', 'train'],
  FIELD: ['orders#id', 'orders#sum', 'users#id'],
  TEAM: ['risk', 'growth'],
  MODEL_VERSION: ['churn@1', 'churn@2'],
  DEPLOYMENT: ['churn-api'],
} as const;
type Kind = keyof typeof UNIVERSE;

const PAIRS = [
  ['READ_BY', 'DATASET', 'JOB'],
  ['WRITES', 'JOB', 'DATASET'],
  ['CONTAINS', 'DATASET', 'FIELD'],
  ['OWNS', 'TEAM', 'DATASET'],
  ['DERIVES', 'FIELD', 'FIELD'],
] as const;

/** Facts about a small world that lives in one namespace: worlds do not meet, so that many share a store. */
export function arbitraryFacts(namespace: string, count: { min: number; max: number }): fc.Arbitrary<Fact[]> {
  // Authority is about sources, wherever they speak, so each world has its own.
  const source = fc.constantFrom(...SOURCES.map((each) => `${each} of ${namespace}`));
  const urn = (kind: Kind) =>
    fc.constantFrom(...UNIVERSE[kind]).map((name) => formatUrn(kind, namespace, name) as string);
  const props = fc.record(
    {
      description: fc.constantFrom('one', 'two', null),
      tags: fc.subarray(['gold', 'pii', 'slow']),
      homemade: fc.constantFrom<Json>(1, 'x', { deep: [true] }, null),
    },
    { requiredKeys: [] },
  );
  const entity = fc.constantFrom<Kind>('DATASET', 'JOB', 'FIELD').chain((kind) =>
    fc.record({
      fact: fc.constant('entity'),
      kind: fc.constant(kind),
      namespace: fc.constant(namespace),
      name: fc.constantFrom(...UNIVERSE[kind]),
      props,
      at: time,
      source,
    }),
  );
  const ends = fc
    .constantFrom(...PAIRS)
    .chain(([type, from, to]) => fc.record({ type: fc.constant(type), from: urn(from), to: urn(to) }));
  const relation = ends.chain((key) =>
    fc.record({
      fact: fc.constant('relation'),
      ...mapConstant(key),
      props:
        key.type === 'READ_BY'
          ? fc.constantFrom<Json>({}, { columns: 'KNOWN' }, { columns: 'OPAQUE' }, { columns: null }, { homemade: 1 })
          : fc.constant({}),
      provenance: fc.constantFrom('OBSERVED', 'DECLARED', 'INFERRED'),
      at: time,
      source,
    }),
  );
  const release = fc.record({ from: urn('MODEL_VERSION'), id: fc.constantFrom('r1', 'r2') }).chain(({ from, id }) =>
    fc.record({
      fact: fc.constant('relation'),
      type: fc.constant('RELEASED_TO'),
      from: fc.constant(from),
      to: urn('DEPLOYMENT'),
      props: fc
        .tuple(
          fc.integer({ min: 0, max: 7 }),
          fc.option(fc.integer({ min: 1, max: 7 })),
          fc.constantFrom('CANARY', 'AB'),
        )
        .map(([start, length, stage]) => ({
          id,
          stage,
          validFrom: formatTime(micros(EPOCH + start)),
          ...(length === null ? {} : { validTo: formatTime(micros(EPOCH + start + length)) }),
        })),
      at: time.filter((at) => at >= formatTime(micros(EPOCH))),
      source,
    }),
  );
  const retireEntity = fc
    .constantFrom<Kind>('DATASET', 'JOB')
    .chain((kind) => fc.record({ fact: fc.constant('retire'), of: urn(kind).map((id) => ({ id })), at: time, source }));
  const retireRelation = ends.chain((key) =>
    fc.record({ fact: fc.constant('retire'), of: fc.constant(key), at: time, source }),
  );
  const set = fc
    .constantFrom(PAIRS[2], PAIRS[3])
    .chain(([type, from, to]) =>
      fc.record({
        fact: fc.constant('set'),
        of: urn('DATASET'),
        type: fc.constant(type),
        members: fc.uniqueArray(urn(from === 'TEAM' ? from : to)),
        props: fc.constantFrom({}, { role: 'OWNER' }, { role: 'MAINTAINER' }),
        at: time,
        source,
      }),
    )
    .map((set) => ({ ...set, props: Object.fromEntries(set.members.map((member) => [member, set.props])) }));
  const observe = fc.record({
    fact: fc.constant('observe'),
    of: urn('DATASET'),
    metric: fc.constant('row_count'),
    value: fc.integer({ min: 0, max: 3 }),
    key: fc.constantFrom('a', 'b'),
    at: time,
    source,
  });
  const authority = fc.record({
    fact: fc.constant('authority'),
    of: source,
    rank: fc.integer({ min: -1, max: 2 }),
    at: time,
    source,
  });
  const alone = fc.oneof(
    { weight: 4, arbitrary: entity },
    { weight: 4, arbitrary: relation },
    { weight: 2, arbitrary: release },
    { weight: 2, arbitrary: retireEntity },
    { weight: 2, arbitrary: retireRelation },
    { weight: 3, arbitrary: set },
    { weight: 1, arbitrary: observe },
    { weight: 2, arbitrary: authority },
  );
  const datasets = fc.uniqueArray(urn('DATASET'), { maxLength: 2 });
  const run = fc
    .record({
      job: urn('JOB'),
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      eventType: fc.constantFrom('START', 'COMPLETE', 'FAIL'),
      inputs: datasets,
      outputs: datasets,
      at: time,
      source,
    })
    .map(runEvent);
  const one = fc.oneof({ weight: 4, arbitrary: alone.map((fact) => [fact as object]) }, { weight: 1, arbitrary: run });
  return fc.array(one, { minLength: count.min, maxLength: count.max }).map((inputs) => inputs.flat().map(trusted));
}

export function entitiesOf(facts: readonly Fact[]): Urn[] {
  const ids = facts.flatMap((fact): readonly Urn[] => {
    if (fact.fact === 'entity') return [fact.id];
    if (fact.fact === 'relation') return [fact.key.from, fact.key.to];
    if (fact.fact === 'set') return [fact.of, ...fact.members];
    if (fact.fact === 'observe') return [fact.of];
    if (fact.fact === 'authority') return [];
    return 'id' in fact.of ? [fact.of.id] : [fact.of.key.from, fact.of.key.to];
  });
  return [...new Set(ids)].sort();
}

export function relationsOf(facts: readonly Fact[]): RelationKey[] {
  const keys = facts.flatMap((fact): readonly RelationKey[] => {
    if (fact.fact === 'relation') return [fact.key];
    if (fact.fact === 'retire' && 'key' in fact.of) return [fact.of.key];
    if (fact.fact !== 'set') return [];
    const key = (member: Urn) => (fact.end === 'from' ? { from: fact.of, to: member } : { from: member, to: fact.of });
    return fact.members.map((member) => ({ type: fact.type, ...key(member), discriminator: '' }));
  });
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
}

function mapConstant<T extends Record<string, string>>(values: T) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fc.constant(value)]));
}
