import { expect, test } from 'vitest';
import { rankCauses } from '../../../src/lineage/root-causes/rank.ts';
import type { Evidence } from '../../../src/lineage/root-causes/evidence.ts';
import { short, urn } from '../story.ts';
import { change, evidenceOf, observed, steady } from './evidence-of.ts';

const LINE = 'kpi:k dataset:mart job:load dataset:raw';
const otherQuery = (at: number) => change(at, 'CHANGED', 'job:load', { before: { sql: 'a' }, after: { sql: 'b' } });

async function scores(evidence: Evidence): Promise<Record<string, number>> {
  return Object.fromEntries((await rankCauses(evidence)).map(({ origin, score }) => [short(origin.id), score]));
}

test('A score is the product of its parts.', async () => {
  const evidence = evidenceOf(LINE, [
    otherQuery(30),
    ...steady('dataset:mart', 'row_count', 100),
    observed(65, 'dataset:mart', 'row_count', 50),
  ]);
  const unsure = evidence.origins.map((each) => (each.kind === 'JOB' ? { ...each, confidence: 0.5 } : each));
  const [job, mart] = await rankCauses({ ...evidence, origins: unsure });
  expect([job, mart].map((each) => [short(each!.origin.id), each!.happening.kind])).toEqual([
    ['job:load', 'JOB_CHANGED'],
    ['dataset:mart', 'METRIC_MOVED'],
  ]);
  // 50 lies 25 deviations of 2 below 100: 25 / (25 + 8). A half-life before the end: 0.5. It is all that went wrong. The
  // job could have brought about half of it, a half-life before: 1 - 0.9 × 0.5; and it is computed, which counts half.
  expect(mart!.parts).toEqual({
    ...{ weight: 1, extent: 0.757576, recency: 0.5, surety: 1, coverage: 1, origin: 0.275 },
  });
  expect(mart!.score).toBe(0.104167);
  // Two half-lives before the end; 0.5 + 0.5 × 0.5. What went wrong has the size 0.757576 × 0.5 = 0.378788, of which it
  // accounts for half: (0.3 + 0.189394) / (0.3 + 0.378788).
  expect(job!.parts).toEqual({ weight: 1, extent: 1, recency: 0.25, surety: 0.75, coverage: 0.720982, origin: 1 });
  expect(job!.score).toBe(0.135184);
});

test('What began it stands above what followed, although that is nearer and later.', async () => {
  const failed = (at: number) => observed(at, 'job:load', 'run', { eventType: 'FAIL' });
  const gone = { relation: 'CONTAINS', to: 'field:raw#a', before: { validTo: null }, after: { validTo: 'then' } };
  const evidence = evidenceOf(LINE, [
    change(90, 'SCHEMA_CHANGED', 'dataset:raw', gone),
    failed(92),
    failed(96),
    ...steady('dataset:mart', 'row_count', 100),
    observed(93, 'dataset:mart', 'row_count', 50),
  ]);
  expect(Object.keys(await scores(evidence))).toEqual(['dataset:raw', 'job:load', 'dataset:mart']);
});

test('A moved metric of what is computed counts half, and fully where nothing is known of what it comes from.', async () => {
  const moved = [...steady('dataset:raw', 'row_count', 100), observed(60, 'dataset:raw', 'row_count', 50)];
  const origin = async (line: string) => (await rankCauses(evidenceOf(line, moved)))[0]?.parts.origin;
  expect(await origin('kpi:k dataset:raw')).toBe(1);
  expect(await origin('kpi:k dataset:raw source:system')).toBe(1);
  expect(await origin('kpi:k dataset:raw job:load')).toBe(0.5);
});

test('Of what went wrong nothing is accounted for by what happened after it, or elsewhere.', async () => {
  const effect = [...steady('dataset:mart', 'row_count', 100), observed(60, 'dataset:mart', 'row_count', 50)];
  const coverage = async (at: number) => {
    const ranked = await rankCauses(evidenceOf(LINE, [...effect, otherQuery(at)]));
    return ranked.find(({ origin }) => origin.kind === 'JOB')?.parts.coverage;
  };
  expect(await coverage(60)).toBe(1);
  expect(await coverage(61)).toBeLessThan(0.5);
  const beside = evidenceOf('kpi:k job:load dataset:mart', [...effect, otherQuery(60)]);
  expect((await rankCauses(beside)).find(({ origin }) => origin.kind === 'JOB')?.parts.coverage).toBeLessThan(0.5);
});

test('Of several changes at one entity the likeliest gives the score, and all are told by time.', async () => {
  const revision = change(50, 'CHANGED', 'job:load', { before: { sourceCodeVersion: '1' }, after: {} });
  const [cause] = await rankCauses(evidenceOf(LINE, [otherQuery(60), revision]));
  expect(cause?.happening.at).toBe(60);
  expect(cause?.changes.map(({ at }) => at)).toEqual([50, 60]);
});

test('Equal scores are ordered by id, and a window of no length is no division by zero.', async () => {
  const gone = (entity: string) => change(40, 'RETIRED', entity);
  const evidence = evidenceOf('kpi:k dataset:b dataset:a', [gone('dataset:b'), gone('dataset:a')]);
  expect(Object.entries(await scores(evidence))).toEqual([
    ['dataset:a', 0.304753],
    ['dataset:b', 0.304753],
  ]);
  const { origins, changes } = evidence;
  expect(
    await scores({ ...evidence, origins, changes, since: gone('dataset:a').at, until: gone('dataset:a').at }),
  ).toEqual({
    ...{ 'dataset:a': 1, 'dataset:b': 1 },
  });
});

test('Nothing that happened is no cause.', async () => {
  expect(await rankCauses(evidenceOf(LINE, []))).toEqual([]);
});

test('Where a great deal happened the event loop has its turns meanwhile.', async () => {
  const line = Array.from({ length: 1_500 }, (_, index) => `job:j${String(index).padStart(4, '0')}`);
  const changes = line.flatMap((job) => [
    change(30, 'CHANGED', job, { before: { sql: 'a' }, after: { sql: 'b' } }),
    observed(40, job, 'run', { eventType: 'FAIL' }),
  ]);
  const evidence = evidenceOf(line.join(' '), []);
  const byJob = new Map(line.map((job, index) => [urn(job), changes.slice(2 * index, 2 * index + 2)]));
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const ranked = await rankCauses({ ...evidence, changes: byJob });
  clearInterval(timer);
  expect(ranked).toHaveLength(1_500);
  expect(turns).toBeGreaterThan(2);
});
