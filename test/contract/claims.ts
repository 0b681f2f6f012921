import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/kernel/json.ts';
import { relationId, type Fact, type RelationKey } from '../../src/kernel/fact.ts';
import { formatTime, micros, parseTime } from '../../src/kernel/time.ts';
import { formatUrn } from '../../src/kernel/urn.ts';
import { arbitraryFacts, entitiesOf, relationsOf } from './arbitrary-facts.ts';
import { arbitraryRuns } from './arbitrary-runs.ts';
import { listScan } from './list-scan.ts';
import { applied, appliedInParts, headAt, pictureOf, readAt, sampleOf, wholeStep } from './subject.ts';
import type { ReadAt, Store } from '../../src/store/ports.ts';
import { EPOCH, trusted } from './trusted.ts';

/** Hundreds of transactions each, on a server that has other tests to answer, too. */
const PROPERTY = { timeout: 600_000 };

interface World {
  readonly name: string;
  readonly facts: (namespace: string, count: { min: number; max: number }) => fc.Arbitrary<Fact[]>;
  readonly least: number;
  readonly most: number;
  /** How many times as many facts a transaction takes. */
  readonly together: number;
  readonly ticks: number;
  /** Of how many endings it has to tell on the average, lest it prove nothing of them. */
  readonly superseded: number;
}

const WORLDS: readonly World[] = [
  { name: 'facts of all forms', facts: arbitraryFacts, least: 5, most: 30, together: 1, ticks: 16, superseded: 0 },
  { name: 'runs of one job', facts: arbitraryRuns, least: 25, most: 36, together: 10, ticks: 121, superseded: 1 },
];

/** The claims rule: which facts were made decides what is believed, not how they came. */
export function claimsContract(store: () => Store, runs: number): void {
  let worlds = 0;
  const nextWorld = () => `world-${(worlds += 1)}`;

  describe('the claims rule', () => {
    test.each(WORLDS)('$name shuffled, repeated and split give the same graph', PROPERTY, async (world) => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 6 }), async (seed, order, size) => {
          const [here, mirror] = [nextWorld(), nextWorld()];
          const facts = sampleOf(world.facts(here, { min: 1, max: world.most }), seed);
          const moved = JSON.parse(JSON.stringify(facts).replaceAll(here, mirror)) as Fact[];
          const shuffle = fc.shuffledSubarray([...moved, ...moved], { minLength: moved.length * 2 });
          await applied(store(), facts);
          await appliedInParts(store(), sampleOf(shuffle, order), size * world.together);
          const at = await headAt(store());
          const picture = JSON.stringify(await pictureOf(store(), facts, at)).replaceAll(here, mirror);
          expect(JSON.parse(picture)).toEqual(await pictureOf(store(), moved, at));
        }),
        { numRuns: runs },
      );
    });

    test.each(WORLDS)('$name told at any moment as a scan of the list tells them', PROPERTY, async (world) => {
      let superseded = 0;
      const places = fc.array(fc.tuple(fc.nat(), fc.nat(world.ticks)), { minLength: 4, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.integer({ min: 2, max: 8 }), places, async (seed, parts, moments) => {
          const facts = sampleOf(world.facts(nextWorld(), { min: world.least, max: world.most }), seed);
          const before = (await store().log.head()).position;
          await appliedInParts(store(), facts, Math.ceil(facts.length / parts));
          const list = (await store().log.read(before, 1_000)).map((entry) => entry.fact);
          superseded += list.filter((fact) => fact.fact === 'supersede').length;
          for (const [place, tick] of [...moments, [list.length, world.ticks] as const]) {
            const position = wholeStep(list, place % (list.length + 1));
            const asOf = EPOCH + tick;
            await expectAsScanned(store(), facts, listScan(list, position, asOf), readAt(before + position, asOf));
          }
        }),
        { numRuns: runs },
      );
      expect(superseded / runs).toBeGreaterThanOrEqual(world.superseded);
    });

    test('late facts change what is known now, not what was known then', async () => {
      const dataset = { fact: 'entity', kind: 'DATASET', namespace: nextWorld(), name: 'orders', source: 'dbt' };
      const facts = [
        trusted({ ...dataset, props: { description: 'first' }, at: '2026-01-01T00:00:00Z' }),
        trusted({ ...dataset, props: { description: 'third' }, at: '2026-01-03T00:00:00Z' }),
      ];
      const { position } = await applied(store(), facts);
      const then = await pictureOf(store(), facts, readAt(position, Date.UTC(2026, 0, 2, 12) * 1000));
      await applied(store(), [trusted({ ...dataset, props: { description: 'second' }, at: '2026-01-02T00:00:00Z' })]);
      expect(await pictureOf(store(), facts, readAt(position, Date.UTC(2026, 0, 2, 12) * 1000))).toEqual(then);
      const now = await headAt(store());
      const noon = readAt(now.position, Date.UTC(2026, 0, 2, 12) * 1000);
      const id = formatUrn('DATASET', dataset.namespace, 'orders');
      expect((await store().graph.records([id], noon))[0]?.props['description']).toBe('second');
      expect((await store().graph.records([id], now))[0]?.props['description']).toBe('third');
    });

    test('what dbt retires lives on while OpenLineage still claims it', async () => {
      const namespace = nextWorld();
      const id = formatUrn('DATASET', namespace, 'orders');
      const entity = (source: string, at: string) =>
        trusted({ fact: 'entity', kind: 'DATASET', namespace, name: 'orders', props: { tags: [source] }, at, source });
      const retire = (source: string, at: string) => trusted({ fact: 'retire', of: { id }, at, source });
      await applied(store(), [entity('dbt', '2026-01-01T00:00:00Z'), entity('openlineage', '2026-01-01T00:00:00Z')]);
      await applied(store(), [retire('dbt', '2026-01-02T00:00:00Z')]);
      const [alive] = await store().graph.records([id], await headAt(store()));
      expect(alive).toMatchObject({ retiredAt: null, props: { tags: ['openlineage'] } });
      const describedBy = async (at: ReadAt) => (await store().graph.describedBy([unknown, id], at)).map(String);
      const unknown = formatUrn('DATASET', namespace, 'unknown');
      const now = await headAt(store());
      expect(await describedBy(now)).toEqual(['', 'openlineage']);
      expect(await describedBy(readAt(now.position, Date.UTC(2026, 0, 1, 12) * 1000))).toEqual(['', 'dbt,openlineage']);
      expect(await describedBy(readAt(now.position - 1))).toEqual(['', 'dbt,openlineage']);
      await applied(store(), [retire('openlineage', '2026-01-03T00:00:00Z')]);
      const [gone] = await store().graph.records([id], await headAt(store()));
      expect(await describedBy(await headAt(store()))).toEqual(['', '']);
      expect(gone?.retiredAt).toBe(Date.UTC(2026, 0, 3) * 1000);
      expect(gone?.props['tags']).toEqual(['dbt', 'openlineage']);
    });

    test('of two that speak at one time the one of greater authority counts, also where that is said later', async () => {
      const namespace = nextWorld();
      const id = formatUrn('DATASET', namespace, 'orders');
      const [low, high] = [`low of ${namespace}`, `high of ${namespace}`];
      const says = (source: string, description: string) =>
        trusted({
          fact: 'entity',
          kind: 'DATASET',
          namespace,
          name: 'orders',
          props: { description },
          at: '2026-01-02T00:00:00Z',
          source,
        });
      const rank = (of: string, value: number, at: string) =>
        trusted({ fact: 'authority', of, rank: value, at, source: 'steward' });
      const job = formatUrn('JOB', namespace, 'load');
      const reads = (source: string, columns: string) =>
        trusted({
          fact: 'relation',
          type: 'READ_BY',
          from: id,
          to: job,
          props: { columns },
          at: '2026-01-02T00:00:00Z',
          source,
        });
      const { position } = await applied(store(), [
        ...[says(low, 'of low'), says(high, 'of high')],
        ...[reads(low, 'KNOWN'), reads(high, 'OPAQUE')],
      ]);
      const read = async (at: number) => {
        const [record] = await store().graph.records([id], readAt(at));
        const query = { type: 'READ_BY', direction: 'out', first: 1, after: null } as const;
        const [page] = await store().graph.related([id], query, readAt(at));
        return [record?.props['description'], page?.items[0]?.relation.props['columns']];
      };
      const before = await read(position);
      for (const [of, value, said] of [
        [low, 1, ['of low', 'KNOWN']],
        [high, 2, ['of high', 'OPAQUE']],
      ] as const) {
        const later = await applied(store(), [rank(of, value, '2026-01-01T00:00:00Z')]);
        expect(await read(later.position)).toEqual(said);
      }
      // A rank that holds from a later time on says nothing of what was said before.
      const last = await applied(store(), [rank(low, 9, '2026-01-03T00:00:00Z')]);
      expect(await read(last.position)).toEqual(['of high', 'OPAQUE']);
      expect(await read(position)).toEqual(before);
    });

    test('of a relation’s property the latest word counts, also where its source speaks again and leaves it out', async () => {
      const namespace = nextWorld();
      const [from, to] = [formatUrn('MODEL_VERSION', namespace, 'churn@1'), formatUrn('DEPLOYMENT', namespace, 'api')];
      const says = (source: string, props: object, at: string) =>
        trusted({ fact: 'relation', type: 'RELEASED_TO', from, to, props, at, source });
      await applied(store(), [
        says('a', { trafficShare: 0.1, stage: 'CANARY' }, '2026-01-01T00:00:00Z'),
        says('b', { trafficShare: 0.5 }, '2026-01-02T00:00:00Z'),
        says('a', {}, '2026-01-03T00:00:00Z'),
      ]);
      const at = await headAt(store());
      const query = { type: 'RELEASED_TO', direction: 'out', first: 1, after: null } as const;
      const [page] = await store().graph.related([from], query, at);
      const [relation] = await store().graph.relations([{ type: 'RELEASED_TO', from, to, discriminator: '' }], at);
      for (const props of [page?.items[0]?.relation.props, relation?.props]) {
        expect(props).toEqual({ stage: 'CANARY', trafficShare: 0.5 });
      }
    });

    test('what ever held is told by its stretches: as far as it had begun by then, and was believed', async () => {
      const namespace = nextWorld();
      const [from, to] = [formatUrn('MODEL_VERSION', namespace, 'churn@1'), formatUrn('DEPLOYMENT', namespace, 'api')];
      const says = (stage: string, validFrom: string, validTo: string | null, at: string) =>
        trusted({
          ...{ fact: 'relation', type: 'RELEASED_TO', from, to, at, source: 'k8s' },
          props: { id: stage, stage, validFrom, ...(validTo !== null && { validTo }) },
        });
      const [march, april, may] = ['2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z', '2026-05-01T00:00:00Z'];
      await applied(store(), [says('STAGING', march, null, march), says('PRODUCTION', april, null, april)]);
      const before = await headAt(store());
      await applied(store(), [says('STAGING', march, april, april), says('PRODUCTION', april, may, may)]);
      const query = { type: 'RELEASED_TO', direction: 'out', first: 10, after: null } as const;
      const stretches = async (at: ReadAt, since: string | null = null) => {
        const bound = since === null ? null : micros(parseTime(since)!);
        const [page] = await store().graph.related([from], { ...query, since: bound }, at);
        expect(page?.total).toBe(page?.items.length);
        return page?.items.map(({ relation: { props, validFrom, validTo } }) =>
          [props['stage'], ...[validFrom, validTo].map((time) => time && formatTime(time).slice(5, 7))].join(' '),
        );
      };
      const at = await headAt(store());
      expect(await stretches(at)).toEqual(['PRODUCTION 04 05', 'STAGING 03 04']);
      expect(await stretches({ ...at, asOf: micros(parseTime(march)! + 1) })).toEqual(['STAGING 03 04']);
      expect(await stretches(before)).toEqual(['PRODUCTION 04 ', 'STAGING 03 ']);
      expect(await stretches(at, '2026-03-31T23:59:59.999999Z')).toEqual(['PRODUCTION 04 05', 'STAGING 03 04']);
      expect(await stretches(at, april)).toEqual(['PRODUCTION 04 05']);
      expect(await stretches(at, may)).toEqual([]);
    });

    test('a set ends what its source claimed before and leaves out now, and nothing of others', async () => {
      const namespace = nextWorld();
      const of = formatUrn('DATASET', namespace, 'orders');
      const field = (name: string) => formatUrn('FIELD', namespace, `orders#${name}`);
      const set = (source: string, members: string[], at: string) =>
        trusted({ fact: 'set', of, type: 'CONTAINS', members: members.map(field), at, source });
      await applied(store(), [set('dbt', ['id', 'sum'], '2026-01-01T00:00:00Z')]);
      await applied(store(), [set('openlineage', ['id', 'sum', 'day'], '2026-01-01T00:00:00Z')]);
      await applied(store(), [set('openlineage', ['id'], '2026-01-02T00:00:00Z')]);
      const query = { type: 'CONTAINS', direction: 'out', first: 10, after: null } as const;
      const [page] = await store().graph.related([of], query, await headAt(store()));
      expect(page?.items.map((item) => item.record.name)).toEqual(['orders#id', 'orders#sum']);
    });

    test('a set says of its members what a relation would, and of no others', async () => {
      const namespace = nextWorld();
      const of = formatUrn('FIELD', namespace, 'daily#sum');
      const [amount, day] = ['amount', 'day'].map((name) => formatUrn('FIELD', namespace, `orders#${name}`));
      const set = (props: object, at: string) => ({
        ...{ fact: 'set', of, end: 'to', type: 'DERIVES', members: [amount, day], props, at, source: 'openlineage' },
      });
      await applied(store(), [
        trusted(set({ [amount as string]: { subtype: 'SUM' } }, '2026-01-01T00:00:00Z')),
        trusted(set({ [amount as string]: { transformation: 'DIRECT' } }, '2026-01-02T00:00:00Z')),
      ]);
      const query = { type: 'DERIVES', direction: 'in', first: 10, after: null } as const;
      const [page] = await store().graph.related([of], query, await headAt(store()));
      expect(page?.items.map((item) => [item.record.id, item.relation.props])).toEqual([
        [amount, { subtype: 'SUM', transformation: 'DIRECT' }],
        [day, {}],
      ]);
      for (const props of [{ [of]: {} }, { [amount as string]: 1 }, { [amount as string]: { validTo: null } }]) {
        expect(() => trusted(set(props, '2026-01-03T00:00:00Z'))).toThrow(/props/);
      }
    });
  });
}

async function expectAsScanned(store: Store, facts: readonly Fact[], scan: ReturnType<typeof listScan>, at: ReadAt) {
  const [ids, keys] = [entitiesOf(facts), relationsOf(facts)];
  const records = await store.graph.records(ids, at);
  expect(records.map((record) => record && essence(record))).toEqual(ids.map(scan.record));
  const relations = await store.graph.relations(keys, at);
  const told = relations.map((each) => each && { key: each.key, props: each.props, sources: each.sources });
  expect(told).toEqual(keys.map(scan.relation));
  expect(await relatedFrom(store, keys, at)).toEqual(
    keys.flatMap((key) => {
      const found = scan.relation(key);
      return found === null ? [] : [`${relationId(key)} ${canonicalJson(found.props)}`];
    }),
  );
}

/** What the store lists of these relations from their upstream ends: each with its properties. */
async function relatedFrom(store: Store, keys: readonly RelationKey[], at: ReadAt): Promise<string[]> {
  const listed = await Promise.all(
    [...new Set(keys.map(({ type }) => type))].map(async (type) => {
      const ids = [...new Set(keys.filter((key) => key.type === type).map(({ from }) => from))];
      return store.graph.related(ids, { type, direction: 'out', first: 100, after: null }, at);
    }),
  );
  const found = new Map(
    listed
      .flat()
      .flatMap(({ items }) => items.map(({ relation: { key, props } }) => [relationId(key), canonicalJson(props)])),
  );
  return keys.flatMap((key) => {
    const props = found.get(relationId(key));
    return props === undefined ? [] : [`${relationId(key)} ${props}`];
  });
}

function essence({
  id,
  props,
  described,
  createdAt,
  retiredAt,
}: {
  id: string;
  props: unknown;
  described: boolean;
  createdAt: number;
  retiredAt: number | null;
}) {
  return { id, props, described, createdAt, retiredAt };
}
