import fc from 'fast-check';
import { relationships } from './ontology.ts';
import { PROVENANCES, relationId, type RelationKey } from '../../src/kernel/fact.ts';
import { joins } from '../../src/kernel/ontology.ts';
import { micros } from '../../src/kernel/time.ts';
import { urnParts } from '../../src/kernel/urn.ts';
import type { ScheduleRow, SegmentRow } from '../../src/store/ports.ts';
import { urn } from './story.ts';

/** Few nodes of each kind, so that relations meet. */
export const NODES = [
  ...['source:s', 'dataset:d', 'dataset:e', 'job:j', 'job:k', 'view:v', 'run:r', 'version:m', 'deployment:p'],
  ...['field:d#x', 'field:d#y', 'field:e#x', 'field:e#y', 'feature:v.f', 'feature:v.g', 'kpi:one', 'kpi:all'],
  ...['team:t', 'person:p'],
].map(urn);

export const LAST_POSITION = 9;
export const LAST_TIME = 6;

/** All relations that there may be. */
export const KEYS: readonly RelationKey[] = relationships.flatMap((relationship) =>
  NODES.flatMap((from) =>
    NODES.filter((to) => joins(relationship, urnParts(from).kind, urnParts(to).kind)).flatMap((to) =>
      (relationship.type === 'RELEASED_TO' ? ['one', 'two'] : ['']).map((discriminator) => ({
        type: relationship.type,
        from,
        to,
        discriminator,
      })),
    ),
  ),
);

type Relation = Pick<SegmentRow, 'key' | 'provenance' | 'props'>;

const KEY = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...KEYS) },
  { weight: 2, arbitrary: fc.constantFrom(...KEYS.filter(({ type }) => type === 'CONTAINS')) },
  { weight: 1, arbitrary: fc.constantFrom(...KEYS.filter(({ type }) => type === 'ALIAS_OF')) },
  { weight: 2, arbitrary: fc.constantFrom(...KEYS.filter(isShownByRuns)) },
);

function isShownByRuns({ type, from, to }: RelationKey): boolean {
  const ends = relationships.find((each) => each.type === type)?.shownByRuns?.ends;
  return ends?.[0] === urnParts(from).kind && ends[1] === urnParts(to).kind;
}

/** A relation that there may be. */
export const relation = (confidences: readonly (number | null)[], key = KEY): fc.Arbitrary<Relation> =>
  fc
    .record({
      key,
      provenance: fc.constantFrom(...PROVENANCES),
      confidence: fc.constantFrom(...confidences),
      stage: fc.constantFrom(null, 'PRODUCTION', 'SHADOW', 'our own'),
      trafficShare: fc.constantFrom(null, 0.5, 0.1, 0),
      columns: fc.constantFrom('KNOWN', 'OPAQUE', null),
    })
    .map(({ key, provenance, confidence, columns, stage, trafficShare }) => ({
      key,
      provenance,
      props: {
        ...(confidence === null ? {} : { confidence }),
        ...(key.type === 'READ_BY' && columns !== null ? { columns } : {}),
        ...(key.type === 'RELEASED_TO' && stage !== null ? { stage } : {}),
        ...(key.type === 'RELEASED_TO' && trafficShare !== null ? { trafficShare } : {}),
      },
    }));

const row = (confidences: readonly (number | null)[]): fc.Arbitrary<SegmentRow> =>
  fc
    .record({
      of: relation(confidences),
      validFrom: fc.constantFrom(0, 0, 0, 0, 1, 3),
      lasts: fc.constantFrom(null, null, null, null, null, 1, 3),
      addedAt: fc.constantFrom(1, 1, 1, 1, 2, 5),
      believed: fc.constantFrom(null, null, null, null, null, 1, 3),
    })
    .map(({ of, validFrom, lasts, addedAt, believed }) => ({
      ...of,
      validFrom: micros(validFrom),
      validTo: lasts === null ? null : micros(validFrom + lasts),
      addedAt,
      removedAt: believed === null ? null : addedAt + believed,
    }));

/** Random graphs with a history, as a store may tell them: no relation holds twice at one moment and position. */
export const graphRows = rowsWith([null, 0.5, 0.25]);

/** As those, and some relations are not believed at all by who claims them. */
export const graphRowsWithZeros = rowsWith([null, null, 0.5, 0.5, 0.25, 0.25, 0]);

function rowsWith(confidences: readonly (number | null)[]): fc.Arbitrary<readonly SegmentRow[]> {
  return fc
    .array(row(confidences), { minLength: 10, maxLength: 120, size: 'max' })
    .map((rows) => rows.filter((each, index) => !rows.slice(0, index).some((other) => collide(each, other))));
}

export const FIELDS = ['b', 'd', 'a', 'f', 'c', 'e'].map((name) => urn(`field:${name}`));

/** Fields of which many derive from many others: there are a great many ways. */
export const denseRows: fc.Arbitrary<readonly SegmentRow[]> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...FIELDS), fc.constantFrom(...FIELDS), fc.constantFrom(1, 0.5, 0.25)), {
    selector: ([from, to]) => `${from} ${to}`,
    minLength: 15,
    maxLength: 36,
  })
  .map((links) =>
    links.map(([from, to, confidence]) => ({
      key: { type: 'DERIVES', from, to, discriminator: '' },
      validFrom: micros(0),
      validTo: null,
      addedAt: 1,
      removedAt: null,
      provenance: 'OBSERVED',
      props: { confidence },
    })),
  );

function collide(a: SegmentRow, b: SegmentRow): boolean {
  return (
    relationId(a.key) === relationId(b.key) &&
    overlap([a.addedAt, a.removedAt], [b.addedAt, b.removedAt]) &&
    overlap([a.validFrom, a.validTo], [b.validFrom, b.validTo])
  );
}

function overlap(a: [number, number | null], b: [number, number | null]): boolean {
  return a[0] < (b[1] ?? Infinity) && b[0] < (a[1] ?? Infinity);
}

const job = fc.constantFrom(...['job:j', 'job:k'].map(urn));
const source = fc.constantFrom('one', 'two');
const at = fc.nat(LAST_TIME).map(micros);
const some = fc.subarray(['dataset:d', 'dataset:e'].map(urn));
const seconds = fc.constantFrom(null, 1e-6, 2e-6, 4e-6);
const believed = fc.record({
  addedAt: fc.constantFrom(1, 1, 1, 2, 5),
  lasts: fc.constantFrom(null, null, null, 1, 3),
});

/** What is known of when jobs run: of some how often they are meant to, of some enough runs to tell. */
export const scheduleRows: fc.Arbitrary<readonly ScheduleRow[]> = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 6, arbitrary: fc.record({ kind: fc.constant('START' as const), source, at }) },
        {
          weight: 4,
          arbitrary: fc.record({
            kind: fc.constant('SIGHTING' as const),
            at,
            shows: fc.record({ READ_BY: some, WRITES: some }),
          }),
        },
        { weight: 3, arbitrary: fc.record({ kind: fc.constant('INTERVAL' as const), source, at, seconds }) },
      ),
      job,
      believed,
    ),
    { maxLength: 30, size: 'max' },
  )
  .map((rows) =>
    rows.map(([says, each, { addedAt, lasts }], ordinal) => ({
      ...{ job: each, says, addedAt, ordinal },
      removedAt: says.kind === 'START' && lasts !== null ? addedAt + lasts : null,
    })),
  )
  .map((rows) => rows.filter((each, index) => !rows.slice(0, index).some((other) => saysAtOnce(each, other))));

/** Of one job no store tells twice of one thing at one position. */
function saysAtOnce(a: ScheduleRow, b: ScheduleRow): boolean {
  return a.job === b.job && a.addedAt === b.addedAt && a.says.kind === b.says.kind && a.says.at === b.says.at;
}

/** What a store tells of these rows: those that began or ceased to be believed in a stretch of the log. */
export function rowSource(segments: readonly SegmentRow[], schedule: readonly ScheduleRow[] = []) {
  return { segments: streamOf(segments), schedules: streamOf(schedule) };
}

function streamOf<Row extends SegmentRow | ScheduleRow>(rows: readonly Row[]) {
  return async function* (after: number, upTo: number): AsyncIterable<readonly Row[]> {
    const isNews = (position: number | null) => position !== null && position > after && position <= upTo;
    for (const each of rows) {
      const told = { ...each, removedAt: each.removedAt !== null && each.removedAt > upTo ? null : each.removedAt };
      if (isNews(each.addedAt) || isNews(each.removedAt)) {
        yield [told];
      }
    }
  };
}
