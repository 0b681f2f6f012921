import { expect, test } from 'vitest';
import { short, story, urn } from './story.ts';

const PIPELINE = `
  dataset:raw READ_BY job:load {"columns": "OPAQUE"}
  job:load WRITES dataset:mart {"provenance": "DECLARED"}
  dataset:mart MEASURES kpi:churn {"confidence": 0.5}
`;

test('Walks go through what is passed, and links are contracted over it; what is stopped is as if it were not there.', async () => {
  const graph = story(PIPELINE);
  const passed = { hidden: { PASS: ['job:load'] } };
  expect(await graph.nodes('dataset:raw', 'DOWNSTREAM', passed)).toEqual([
    '0 dataset:raw',
    '2 dataset:mart',
    '3 kpi:churn',
  ]);
  expect(await graph.links('dataset:raw', 'DOWNSTREAM', passed)).toEqual([
    'dataset:raw ... dataset:mart, TABLE, 2 hops, 0.9, DECLARED',
    'dataset:mart MEASURES kpi:churn, TABLE, 0.5',
  ]);
  expect(await graph.nodes('dataset:raw', 'DOWNSTREAM', { hidden: { STOP: ['job:load'] } })).toEqual(['0 dataset:raw']);
});

test('Each hidden entity that a walk went through or stopped at counts once, and none that it did not come to.', async () => {
  const graph = story(`
    ${PIPELINE}
    dataset:raw READ_BY job:other
    dataset:raw READ_BY job:load {"id": "again"}
    dataset:mart READ_BY job:load
    dataset:far READ_BY job:unmet
  `);
  const hidden = { PASS: ['job:load', 'job:unmet'], STOP: ['job:other', 'kpi:churn'] };
  const count = async (depth: number | null) =>
    (await graph.ask('dataset:raw', 'DOWNSTREAM', { hidden, depth })).hidden;
  expect(await Promise.all([0, 1, 2, 3, null].map(count))).toEqual([0, 2, 2, 3, 3]);
  expect((await graph.ask('dataset:raw', 'BOTH', { hidden })).hidden).toBe(3);
  expect((await graph.impact('dataset:raw', { hidden })).hidden).toBe(3);
  expect((await graph.paths('dataset:raw', 'dataset:mart', 5, { hidden })).hidden).toBe(3);
  expect((await graph.origins('dataset:mart', { hidden })).hidden).toBe(1);
});

test('A way through what is hidden is told contracted, and two ways that show the same are one.', async () => {
  const graph = story(`
    dataset:a READ_BY job:1 {"confidence": 0.5}
    dataset:a READ_BY job:2
    job:1 WRITES dataset:b
    job:2 WRITES dataset:b {"provenance": "INFERRED"}
    dataset:b MEASURES kpi:k
  `);
  expect(await graph.atRisk('dataset:a')).toEqual(['kpi:k 0.7, 2 ways: dataset:a job:2 dataset:b kpi:k']);
  const asked = { hidden: { PASS: ['job:1', 'job:2'] } };
  expect(await graph.atRisk('dataset:a', asked)).toEqual(['kpi:k 0.7: dataset:a dataset:b kpi:k']);
  expect(await graph.ways('dataset:a', 'kpi:k', 5, asked)).toEqual(['dataset:a dataset:b kpi:k']);
  const [path] = (await graph.paths('dataset:a', 'kpi:k', 5, asked)).paths;
  expect(path!.links[0]).toEqual({
    ...{ from: urn('dataset:a'), to: urn('dataset:b'), hops: 2, grain: 'TABLE', relation: null },
    ...{ confidence: 0.7, provenance: 'INFERRED', isStale: false },
  });
  expect(await graph.ways('dataset:a', 'kpi:k', 5, { hidden: { STOP: ['job:2'], PASS: ['job:1'] } })).toEqual([
    'dataset:a dataset:b kpi:k',
  ]);
});

test('Of equally good ways over what is hidden the weakest provenance and the coarsest grain are told.', async () => {
  const graph = story(`
    field:a#x DERIVES field:b#x {"confidence": 0.5}
    field:a#x SUPPLIES feature:f {"confidence": 0.5, "provenance": "INFERRED"}
    field:b#x MEASURES kpi:k
    feature:f SERVES deployment:d
    deployment:d AFFECTS kpi:k {"confidence": 0.5}
  `);
  const { targets } = await graph.impact('field:a#x', { hidden: { PASS: ['field:b#x', 'feature:f', 'deployment:d'] } });
  expect(
    targets.map(({ id, path }) => [short(id), path().links.map(({ hops, provenance }) => [hops, provenance])]),
  ).toEqual([['kpi:k', [[2, 'OBSERVED']]]]);
  const tied = story(`
    field:a#x DERIVES field:b#x {"confidence": 0.5}
    field:a#x DERIVES field:c#x {"confidence": 0.5, "provenance": "INFERRED"}
    field:b#x MEASURES kpi:k
    field:c#x MEASURES kpi:k {"provenance": "DECLARED", "confidence": 1}
  `);
  const [target] = (await tied.impact('field:a#x', { hidden: { PASS: ['field:b#x', 'field:c#x'] } })).targets;
  expect(target!.path().links).toMatchObject([{ hops: 2, provenance: 'INFERRED', confidence: 0.5 }]);
});

test('Hidden targets, deployments and owners are not told; shares of a deployment that is passed still count.', async () => {
  const graph = story(`
    version:1 RELEASED_TO deployment:live {"id": "r", "trafficShare": 0.4}
    deployment:live AFFECTS kpi:k
    deployment:live AFFECTS kpi:secret
    team:t OWNS kpi:k
    team:u OWNS kpi:k
  `);
  const asked = { hidden: { PASS: ['deployment:live'], STOP: ['team:t', 'kpi:secret'] } };
  expect(await graph.atRisk('version:1', asked)).toEqual(['kpi:k 1 x 0.4: version:1 kpi:k']);
  const { counts, owners } = await graph.impact('version:1', asked);
  expect([...counts]).toEqual([['BUSINESS_KPI', 1]]);
  expect((await owners()).map(({ id }) => short(id))).toEqual(['team:u']);
});

test('What an entity comes from is told without what is hidden, by links that the viewer sees.', async () => {
  const graph = story(PIPELINE);
  expect(await graph.from('kpi:churn', { hidden: { PASS: ['job:load'] } })).toEqual([
    ...['0 kpi:churn 1: kpi:churn', '1 dataset:mart 0.5: dataset:mart kpi:churn'],
    '2 dataset:raw 0.45: dataset:raw dataset:mart kpi:churn',
  ]);
  const { nodes } = await graph.origins('kpi:churn', { hidden: { PASS: ['job:load'] } });
  expect(nodes.map(({ from }) => from)).toEqual([[1], [2], []]);
  expect(await graph.from('kpi:churn', { hidden: { STOP: ['job:load'] } })).toHaveLength(2);
});

test('A hidden name is no name of what is seen: what is said under it is not told.', async () => {
  const graph = story(`
    dataset:old ALIAS_OF dataset:new
    dataset:old READ_BY job:a
    dataset:new READ_BY job:b
  `);
  expect(await graph.nodes('dataset:old', 'DOWNSTREAM')).toEqual(['0 dataset:new', '1 job:a', '1 job:b']);
  const asked = { hidden: { STOP: ['dataset:new'] } };
  expect(await graph.nodes('dataset:old', 'DOWNSTREAM', asked)).toEqual(['0 dataset:old', '1 job:a']);
});

test('Where a whole is stopped its fields do not reach what uses all of it.', async () => {
  const graph = story(`
    dataset:a CONTAINS field:a#x
    dataset:a READ_BY job:j {"columns": "OPAQUE"}
    field:a#x SUPPLIES feature:f
  `);
  expect(await graph.nodes('field:a#x', 'DOWNSTREAM')).toEqual(['0 field:a#x', '1 feature:f', '1 job:j']);
  const rules = { SHOW: ['field:a#x'], STOP: ['dataset:a'] };
  expect(await graph.nodes('field:a#x', 'DOWNSTREAM', { hidden: rules })).toEqual(['0 field:a#x', '1 feature:f']);
});

test('Where time is up while links are contracted the answer says so.', async () => {
  const jobs = Array.from({ length: 600 }, (_, index) => `job:${index}`);
  const graph = story(jobs.map((job) => `dataset:a READ_BY ${job}\n${job} WRITES dataset:b${job.slice(4)}`).join('\n'));
  const whole = await graph.impact('dataset:a', { kinds: ['DATASET'], hidden: { PASS: jobs } });
  expect(whole.targets).toHaveLength(600);
  const limits = Array.from({ length: 30 }, (_, index) => 2 + index * 2);
  const cut = await Promise.all(
    limits.map((timeLimit) => graph.impact('dataset:a', { kinds: ['DATASET'], hidden: { PASS: jobs }, timeLimit })),
  );
  const less = cut.filter(({ targets }) => targets.length < 600);
  expect(less.every(({ limitHit }) => limitHit === 'TIME')).toBe(true);
  expect(cut.some(({ limitHit }) => limitHit === 'TIME')).toBe(true);
  expect(cut.some(({ limitHit }) => limitHit === null)).toBe(true);
});
