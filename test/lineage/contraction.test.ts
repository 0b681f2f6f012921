import { expect, test } from 'vitest';
import { story } from './story.ts';

test('Links skip over kinds that are left out, and tell by how many relations.', async () => {
  const { nodes, links } = story(`
    dataset:a READ_BY job:j
    job:j WRITES dataset:b {"provenance": "DECLARED"}
    dataset:b READ_BY job:k {"provenance": "INFERRED"}
    job:k WRITES dataset:c
  `);
  expect(await nodes('dataset:a', 'DOWNSTREAM', { kinds: ['DATASET'] })).toEqual([
    '0 dataset:a',
    '2 dataset:b',
    '4 dataset:c',
  ]);
  expect(await links('dataset:a', 'DOWNSTREAM', { kinds: ['DATASET'] })).toEqual([
    'dataset:a ... dataset:b, TABLE, 2 hops, 0.9, DECLARED',
    'dataset:b ... dataset:c, TABLE, 2 hops, 0.7, INFERRED',
  ]);
  expect(await links('dataset:c', 'UPSTREAM', { kinds: ['DATA_SOURCE', 'JOB'] })).toEqual([
    'job:k WRITES dataset:c, TABLE',
    'job:j ... job:k, TABLE, 2 hops, 0.63, INFERRED',
  ]);
});

test('A link that is there as a relation is not contracted as well.', async () => {
  const { links } = story(`
    field:a.x DERIVES field:b.x
    field:a.x SUPPLIES feature:f
    field:b.x SUPPLIES feature:f
  `);
  expect(await links('feature:f', 'UPSTREAM', { kinds: ['FEATURE'] })).toEqual([]);
  expect(await links('field:a.x', 'DOWNSTREAM', { kinds: ['FEATURE'] })).toEqual([
    'field:a.x SUPPLIES feature:f, FIELD',
  ]);
});

test('Of ways with equally few relations the surest is told, and the coarsest grain on it.', async () => {
  const { links } = story(`
    dataset:a CONTAINS field:a.x
    dataset:a READ_BY job:opaque
    field:a.x READ_BY job:naming {"provenance": "DECLARED"}
    job:opaque WRITES dataset:b
    job:naming WRITES dataset:b
    job:opaque WRITES dataset:c
  `);
  expect(await links('field:a.x', 'DOWNSTREAM', { kinds: ['DATASET'] })).toEqual([
    'field:a.x ... dataset:b, TABLE, 2 hops, 0.9, DECLARED',
    'field:a.x ... dataset:c, TABLE_FALLBACK, 2 hops, 0.5',
  ]);
});

test('A cycle over hidden nodes is a link of a node to itself.', async () => {
  const { links } = story(`
    dataset:a READ_BY job:j
    job:j WRITES dataset:a
  `);
  expect(await links('dataset:a', 'DOWNSTREAM', { kinds: ['DATASET'] })).toEqual([
    'dataset:a ... dataset:a, TABLE, 2 hops',
  ]);
});

test('The starts appear whatever the filter, and end ways over hidden nodes.', async () => {
  const { nodes, links } = story(`
    dataset:a READ_BY job:j
    job:j WRITES dataset:b
    dataset:b MEASURES kpi:revenue
  `);
  expect(await nodes('dataset:a job:j', 'DOWNSTREAM', { kinds: ['BUSINESS_KPI'] })).toEqual([
    '0 dataset:a',
    '0 job:j',
    '2 kpi:revenue',
  ]);
  expect(await links('dataset:a job:j', 'DOWNSTREAM', { kinds: ['BUSINESS_KPI'] })).toEqual([
    'dataset:a READ_BY job:j, TABLE',
    'job:j ... kpi:revenue, TABLE, 2 hops',
  ]);
});

test('Depth is cut off where something to show lies behind, and not where only hidden nodes do.', async () => {
  const { ask } = story(`
    dataset:a READ_BY job:j
    job:j WRITES dataset:b
    dataset:b READ_BY job:idle
    dataset:a MEASURES kpi:revenue
    kpi:revenue ROLLS_UP_TO kpi:all
  `);
  const kinds = ['DATASET'];
  expect((await ask('dataset:a', 'DOWNSTREAM', { kinds, depth: 1 })).limitHit).toBe('DEPTH');
  expect((await ask('dataset:a', 'DOWNSTREAM', { kinds, depth: 2 })).limitHit).toBeNull();
  expect((await ask('dataset:a', 'DOWNSTREAM', { depth: 2 })).limitHit).toBe('DEPTH');
});

test('Forty diamonds in a row, 2^40 ways, are contracted at once.', async () => {
  const lines = ['field:f0 SUPPLIES feature:begin'];
  for (let i = 0; i < 40; i++) {
    for (const side of ['l', 'r']) {
      lines.push(`field:f${i} DERIVES field:${side}${i}`, `field:${side}${i} DERIVES field:f${i + 1}`);
    }
  }
  lines.push('field:f40 SUPPLIES feature:end');
  const { links } = story(lines.join('\n'));
  expect(await links('field:f0', 'DOWNSTREAM', { kinds: ['FEATURE'] })).toEqual([
    'field:f0 SUPPLIES feature:begin, FIELD',
    'field:f0 ... feature:end, FIELD, 81 hops',
  ]);
});
