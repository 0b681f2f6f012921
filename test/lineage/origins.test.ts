import { expect, test } from 'vitest';
import { short, story } from './story.ts';

const PIPELINE = `
  dataset:raw READ_BY job:load {"columns": "OPAQUE"}
  job:load WRITES dataset:mart {"provenance": "DECLARED"}
  dataset:mart SUPPLIES view:v
  view:v SERVES deployment:live
  version:1 RELEASED_TO deployment:live {"id": "r1", "stage": "PRODUCTION", "trafficShare": 0.4}
  deployment:live AFFECTS kpi:churn {"confidence": 0.5}
`;

test('All that an entity comes from is told by depth, each with the surest way from it.', async () => {
  expect(await story(PIPELINE).from('kpi:churn')).toEqual([
    '0 kpi:churn 1: kpi:churn',
    '1 deployment:live 0.5 x 0.4: deployment:live kpi:churn',
    '2 view:v 0.5 x 0.4: view:v deployment:live kpi:churn',
    '2 version:1 0.5 x 0.4: version:1 deployment:live kpi:churn',
    '3 dataset:mart 0.5 x 0.4: dataset:mart view:v deployment:live kpi:churn',
    // 0.9 × 0.5
    '4 job:load 0.45 x 0.4: job:load dataset:mart view:v deployment:live kpi:churn',
    '5 dataset:raw 0.45 x 0.4: dataset:raw job:load dataset:mart view:v deployment:live kpi:churn',
  ]);
});

test('Links lead from the entity to what is asked about, each once, with the grain that they are known by.', async () => {
  const { nodes } = await story(PIPELINE).origins('dataset:mart');
  const { links } = nodes.at(-1)!.path();
  expect(links.map(({ from, to, grain, confidence }) => [short(from), short(to), grain, confidence])).toEqual([
    ['dataset:raw', 'job:load', 'TABLE', 1],
    ['job:load', 'dataset:mart', 'TABLE', 0.9],
  ]);
  expect(nodes.map(({ from }) => from)).toEqual([[1], [2], []]);
});

test('Of several ways the surest is told, however long; of equally sure ones the shortest.', async () => {
  const graph = story(`
    dataset:a MEASURES kpi:k {"confidence": 0.3}
    dataset:a READ_BY job:j
    job:j WRITES dataset:b {"confidence": 0.8}
    dataset:b MEASURES kpi:k {"confidence": 0.5}
  `);
  expect((await graph.from('kpi:k')).filter((each) => each.includes(' dataset:a '))).toEqual([
    '1 dataset:a 0.4: dataset:a job:j dataset:b kpi:k',
  ]);
});

test('What comes back to the entity is not told as an origin of it.', async () => {
  const graph = story('dataset:a READ_BY job:j\njob:j WRITES dataset:a');
  expect(await graph.from('dataset:a')).toEqual(['0 dataset:a 1: dataset:a', '1 job:j 1: job:j dataset:a']);
});

test('Of more than are asked for the nearest are told, and that there are more.', async () => {
  expect(await story(PIPELINE).from('dataset:mart', { nodeLimit: 2 })).toEqual([
    ...['0 dataset:mart 1: dataset:mart', '1 job:load 0.9: job:load dataset:mart', 'NODES'],
  ]);
});

test('What no relation names comes from nothing.', async () => {
  expect(await story(PIPELINE).from('dataset:unknown')).toEqual(['0 dataset:unknown 1: dataset:unknown']);
});
