import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../../src/lineage/root-causes/evidence.ts';
import { happeningsOf } from '../../../src/lineage/root-causes/happenings.ts';
import type { Change } from '../../../src/store/ports.ts';
import { short, urn } from '../story.ts';
import { change, evidenceOf, observed, steady } from './evidence-of.ts';

const LINE = 'kpi:k version:1 dataset:mart job:load dataset:raw field:raw#used';

/** As text: `SCHEMA_CHANGED dataset:raw 10 0.1`: kind, entity, time, extent. */
function told(changes: readonly Change[], more: Partial<Evidence> = {}): string[] {
  return happeningsOf(evidenceOf(LINE, changes, more)).map(({ kind, entity, at, extent }) =>
    [kind, short(entity), at, Number(extent.toFixed(3))].join(' '),
  );
}

const open = { validTo: null };
const closed = { validTo: '2026-01-01T00:00:00.000000Z' };

describe('schemas', () => {
  const column = (to: string, before: object | null, after: object) =>
    change(10, 'SCHEMA_CHANGED', 'dataset:raw', { relation: 'CONTAINS', to, before, after } as never);

  test.each([
    ['a column that came', [column('field:raw#new', null, open)], ['SCHEMA_CHANGED dataset:raw 10 0.1']],
    ['one that went', [column('field:raw#old', open, closed)], ['SCHEMA_CHANGED dataset:raw 10 0.8']],
    ['one that is used', [column('field:raw#used', open, closed)], ['SCHEMA_CHANGED dataset:raw 10 1']],
    ['a table that is gone', [change(10, 'RETIRED', 'dataset:raw')], ['SCHEMA_CHANGED dataset:raw 10 1']],
    ['a version that is archived', [change(10, 'RETIRED', 'version:1')], []],
    ['another description', [change(10, 'CHANGED', 'dataset:raw', { before: { description: 'a' }, after: {} })], []],
  ])('%s', (_name, changes, expected) => {
    expect(told(changes)).toEqual(expected);
  });

  test('a column with another type lies at its table', () => {
    const field = urn('field:raw#a');
    const retyped = change(10, 'CHANGED', 'field:raw#a', { before: { dataType: 'int' }, after: { dataType: 'json' } });
    const columns = new Map([[urn('dataset:raw'), [field]]]);
    expect(told([], { columns, aside: new Map([[field, [retyped]]]) })).toEqual(['SCHEMA_CHANGED dataset:raw 10 1']);
  });
});

describe('jobs', () => {
  const changed = (before: object, after: object) => change(10, 'CHANGED', 'job:load', { before, after } as never);
  const run = (at: number, eventType: string) => observed(at, 'job:load', 'run', { eventType });

  test.each([
    ['another query', [changed({ sql: 'a' }, { sql: 'b' })], ['JOB_CHANGED job:load 10 1']],
    [
      'a query that reads better, and its revision',
      [changed({ sql: 'select a', sourceCodeVersion: '1' }, { sql: ' select\n a -- all', sourceCodeVersion: '2' })],
      ['JOB_CHANGED job:load 10 0.5'],
    ],
    [
      'another input',
      [change(10, 'RELATED', 'dataset:other', { relation: 'READ_BY', to: 'job:load', after: open })],
      ['JOB_CHANGED job:load 10 1'],
    ],
    ['runs that completed', [run(10, 'COMPLETE'), run(20, 'COMPLETE')], []],
    ['runs that fail', [run(10, 'COMPLETE'), run(20, 'FAIL'), run(30, 'FAIL')], ['RUN_FAILED job:load 20 1']],
    ['one that was run again', [run(10, 'FAIL'), run(20, 'FAIL'), run(21, 'COMPLETE')], ['RUN_FAILED job:load 20 0.1']],
    ['one before the window', [run(-10, 'FAIL')], []],
  ])('%s', (_name, changes, expected) => {
    expect(told(changes)).toEqual(expected);
  });
});

describe('releases', () => {
  const release = (at: number, id: string, before: object | null, after: object) =>
    change(at, 'RELEASED', 'version:1', {
      relation: `RELEASED_TO ${id}`,
      to: 'deployment:live',
      before,
      after,
    } as never);
  const share = (trafficShare: number, stage = 'PRODUCTION') => ({ ...open, props: { stage, trafficShare } });

  test.each([
    ['a new version', [release(10, 'r1', null, share(1))], ['RELEASED version:1 10 1']],
    ['a canary', [release(10, 'r1', null, share(0.05, 'CANARY'))], ['RELEASED version:1 10 0.1']],
    ['more traffic', [release(10, 'r1', share(0.1), share(0.4))], ['TRAFFIC_MOVED version:1 10 0.6']],
    ['less traffic', [release(10, 'r1', share(0.4), share(0.1))], []],
    ['no traffic any more', [release(10, 'r1', share(1), { ...share(1), ...closed })], []],
    [
      'more traffic by another release',
      [release(10, 'r1', share(0.1), { ...share(0.1), ...closed }), release(10, 'r2', null, share(0.3))],
      ['TRAFFIC_MOVED version:1 10 0.4'],
    ],
  ])('%s', (_name, changes, expected) => {
    expect(told(changes)).toEqual(expected);
  });
});

describe('measurements', () => {
  const rows = (at: number, value: number) => observed(at, 'dataset:mart', 'row_count', value);
  const before = steady('dataset:mart', 'row_count', 100);

  test.each([
    ['within the range', [...before, rows(10, 107)], []],
    ['out of it', [...before, rows(10, 116)], ['METRIC_MOVED dataset:mart 10 0.5']],
    [
      'out since',
      [...before, rows(10, 50), rows(20, 100), rows(30, 50), rows(40, 50)],
      ['METRIC_MOVED dataset:mart 30 0.758'],
    ],
    ['back again', [...before, rows(10, 50), rows(20, 100)], ['METRIC_MOVED dataset:mart 10 0.1']],
    ['too few before', [...before.slice(1), rows(10, 50)], []],
    [
      'numbers within objects, each by its name',
      [
        ...steady('dataset:mart', 'null_share', { a: 1, b: 1 }),
        observed(10, 'dataset:mart', 'null_share', { a: 1, b: 2 }),
      ],
      ['METRIC_MOVED dataset:mart 10 0.862'],
    ],
    [
      'assertions that fail',
      [
        ...steady('dataset:mart', 'assertions', [{ assertion: 'unique', success: true }]),
        observed(10, 'dataset:mart', 'assertions', [{ assertion: 'unique', success: false }]),
      ],
      ['METRIC_MOVED dataset:mart 10 1'],
    ],
    ['of what is asked about', [...steady('kpi:k', 'value', 100), observed(10, 'kpi:k', 'value', 50)], []],
  ])('%s', (_name, changes, expected) => {
    expect(told(changes)).toEqual(expected);
  });
});

test('an alert counts by how urgent it is, and little once it is over; one on what is asked about is the symptom', () => {
  const alerted = (time: number, entity: string, event: string, severity: string, name = 'a') => ({
    ...change(time, 'ALERTED', entity, { after: { event, severity } }),
    record: urn(`alert:${name}`),
  });
  const raised = [
    alerted(10, 'dataset:mart', 'RAISED', 'CRITICAL'),
    alerted(12, 'dataset:mart', 'REPEATED', 'CRITICAL'),
    alerted(20, 'dataset:mart', 'RAISED', 'INFORMATIONAL', 'b'),
  ];
  expect(told(raised)).toEqual(['ALERT_RAISED dataset:mart 10 1', 'ALERT_RAISED dataset:mart 20 0.5']);
  const over = [...raised, alerted(30, 'dataset:mart', 'RESOLVED', 'CRITICAL')];
  expect(told(over)).toEqual(['ALERT_RAISED dataset:mart 10 0.1', 'ALERT_RAISED dataset:mart 20 0.5']);
  expect(told([alerted(10, 'kpi:k', 'RAISED', 'CRITICAL')])).toEqual([]);
});

describe('owners', () => {
  const [ann, team] = [urn('person:ann'), urn('team:data')];
  const left = new Map([
    [ann, [change(10, 'CHANGED', 'person:ann', { before: { active: true }, after: { active: false } })]],
  ]);
  const owned = (...owners: (typeof ann)[]) => ({ owners: new Map([[urn('job:load'), owners]]), aside: left });

  test('the only one left', () => {
    expect(told([], owned(ann))).toEqual(['OWNER_LEFT job:load 10 1']);
  });

  test('one left, and others are there', () => {
    expect(told([], owned(ann, team))).toEqual(['OWNER_LEFT job:load 10 0.1']);
  });

  test('somebody owns it no longer', () => {
    const ended = change(10, 'UNRELATED', 'person:ann', {
      relation: 'OWNS',
      to: 'job:load',
      before: open,
      after: closed,
    });
    expect(told([ended])).toEqual(['OWNER_LEFT job:load 10 1']);
  });
});
