import { expect, test } from 'vitest';
import { story } from './story.ts';

const ORDERS = `
  dataset:orders CONTAINS field:orders.id
  dataset:orders CONTAINS field:orders.amount
  dataset:daily CONTAINS field:daily.sum
  dataset:daily CONTAINS field:daily.count
`;

test('From a field lead the relations of fields, and not those of its siblings.', async () => {
  const { nodes, links } = story(`${ORDERS}
    dataset:orders READ_BY job:roll {"columns": "KNOWN"}
    job:roll WRITES dataset:daily
    field:orders.amount DERIVES field:daily.sum
    field:orders.id DERIVES field:daily.count
    field:daily.sum MEASURES kpi:revenue
    dataset:daily MEASURES kpi:revenue
    field:daily.count MEASURES kpi:volume
  `);
  expect(await nodes('field:orders.amount', 'DOWNSTREAM')).toEqual([
    '0 field:orders.amount',
    '1 field:daily.sum',
    '2 kpi:revenue',
  ]);
  expect(await links('field:orders.amount', 'DOWNSTREAM')).toEqual([
    'field:orders.amount DERIVES field:daily.sum, FIELD',
    'field:daily.sum MEASURES kpi:revenue, FIELD',
  ]);
  expect(await nodes('field:daily.sum', 'UPSTREAM')).toEqual(['0 field:daily.sum', '1 field:orders.amount']);
});

test('A job that does not say which columns it reads is reached from each, and on from it at table grain.', async () => {
  const { ask, nodes, links } = story(`${ORDERS}
    dataset:orders READ_BY job:roll {"columns": "OPAQUE"}
    job:roll WRITES dataset:daily
    field:daily.sum MEASURES kpi:revenue
    dataset:daily MEASURES kpi:volume
  `);
  expect(await nodes('field:orders.id', 'DOWNSTREAM')).toEqual([
    '0 field:orders.id',
    '1 job:roll',
    '2 dataset:daily',
    '3 kpi:volume',
  ]);
  expect(await links('field:orders.id', 'DOWNSTREAM')).toEqual([
    'field:orders.id READ_BY job:roll, TABLE_FALLBACK, 0.5',
    'job:roll WRITES dataset:daily, TABLE',
    'dataset:daily MEASURES kpi:volume, TABLE',
  ]);
  const [fallback] = (await ask('field:orders.id', 'DOWNSTREAM')).links;
  expect(fallback?.relation?.from).toBe('urn:throughline:dataset:shop:orders');
});

test.each([
  ['SUPPLIES', 'view:spend'],
  ['USED_BY', 'run:first'],
  ['MEASURES', 'kpi:revenue'],
])('What a whole dataset %s is reached from each field, unless it names fields.', async (type, consumer) => {
  const whole = `${ORDERS}
    dataset:orders ${type} ${consumer}`;
  const naming = `${whole}
    field:orders.amount ${type} ${consumer}`;
  const fallback = `field:orders.id ${type} ${consumer}, TABLE_FALLBACK, 0.5`;
  expect(await story(whole).links('field:orders.id', 'DOWNSTREAM')).toEqual([fallback]);
  expect(await story(naming).links('field:orders.id', 'DOWNSTREAM')).toEqual([]);
  expect(await story(naming).links('field:orders.amount', 'DOWNSTREAM')).toEqual([
    `field:orders.amount ${type} ${consumer}, FIELD`,
  ]);
});

test('That another dataset’s field is named leaves this dataset opaque.', async () => {
  const { nodes } = story(`${ORDERS}
    dataset:orders MEASURES kpi:revenue
    field:daily.sum MEASURES kpi:revenue
  `);
  expect(await nodes('field:orders.id', 'DOWNSTREAM')).toEqual(['0 field:orders.id', '1 kpi:revenue']);
});

test('A filter does not make a consumer opaque that names what it uses.', async () => {
  const { nodes } = story(`${ORDERS}
    dataset:orders USED_BY run:first
    field:orders.amount USED_BY run:first {"provenance": "DECLARED"}
  `);
  expect(await nodes('field:orders.id', 'DOWNSTREAM', { provenance: ['OBSERVED'] })).toEqual(['0 field:orders.id']);
});

test('From a feature lead its own relations, and those of its view to who names no features.', async () => {
  const { nodes, links } = story(`
    view:spend CONTAINS feature:total
    view:spend CONTAINS feature:mean
    view:spend USED_BY run:whole
    view:spend USED_BY run:naming
    feature:mean USED_BY run:naming
    feature:total SERVES deployment:shop
    run:whole PRODUCED version:one
  `);
  expect(await nodes('feature:total', 'DOWNSTREAM')).toEqual([
    '0 feature:total',
    '1 deployment:shop',
    '1 run:whole',
    '2 version:one',
  ]);
  expect(await links('feature:total', 'DOWNSTREAM')).toEqual([
    'feature:total SERVES deployment:shop, FIELD',
    'feature:total USED_BY run:whole, TABLE_FALLBACK, 0.5',
    'run:whole PRODUCED version:one, TABLE',
  ]);
});

test('A walk at table grain does not enter fields, neither down nor up.', async () => {
  const { nodes } = story(`${ORDERS}
    dataset:orders READ_BY job:roll {"columns": "KNOWN"}
    field:orders.id READ_BY job:roll
    field:orders.amount DERIVES field:daily.sum
    job:roll WRITES dataset:daily
  `);
  expect(await nodes('dataset:orders', 'DOWNSTREAM')).toEqual(['0 dataset:orders', '1 job:roll', '2 dataset:daily']);
  expect(await nodes('dataset:daily', 'UPSTREAM')).toEqual(['0 dataset:daily', '1 job:roll', '2 dataset:orders']);
});

test('Where a job is related to fields only, that is the way up.', async () => {
  const { nodes } = story(`${ORDERS}
    field:orders.id READ_BY job:roll
    job:roll WRITES dataset:daily
  `);
  expect(await nodes('dataset:daily', 'UPSTREAM')).toEqual(['0 dataset:daily', '1 job:roll', '2 field:orders.id']);
});

test('What is no table shows both what it names and the whole.', async () => {
  const { nodes } = story(`${ORDERS}
    dataset:orders MEASURES kpi:revenue
    field:orders.amount MEASURES kpi:revenue
  `);
  expect(await nodes('kpi:revenue', 'UPSTREAM')).toEqual([
    '0 kpi:revenue',
    '1 dataset:orders',
    '1 field:orders.amount',
  ]);
});

test('A field that filters or joins reaches the output at table grain, by its job.', async () => {
  const { nodes } = story(`${ORDERS}
    dataset:orders READ_BY job:roll {"columns": "KNOWN"}
    field:orders.id READ_BY job:roll
    job:roll WRITES dataset:daily
    dataset:daily MEASURES kpi:volume
  `);
  expect(await nodes('field:orders.id', 'DOWNSTREAM')).toEqual([
    '0 field:orders.id',
    '1 job:roll',
    '2 dataset:daily',
    '3 kpi:volume',
  ]);
  expect(await nodes('field:orders.amount', 'DOWNSTREAM')).toEqual(['0 field:orders.amount']);
});

test('Up from a field of which nothing is known lead the writers of its dataset.', async () => {
  const { nodes, links } = story(`${ORDERS}
    dataset:orders READ_BY job:roll
    field:orders.id READ_BY job:roll
    job:roll WRITES dataset:daily
    source:lake FEEDS dataset:daily
    field:orders.amount DERIVES field:daily.sum
  `);
  expect(await nodes('field:daily.count', 'UPSTREAM')).toEqual([
    '0 field:daily.count',
    '1 source:lake',
    '1 job:roll',
    '2 dataset:orders',
  ]);
  expect((await links('field:daily.count', 'UPSTREAM')).slice(0, 2)).toEqual([
    'source:lake FEEDS field:daily.count, TABLE_FALLBACK, 0.5',
    'job:roll WRITES field:daily.count, TABLE_FALLBACK, 0.5',
  ]);
  expect(await nodes('field:daily.sum', 'UPSTREAM')).toEqual(['0 field:daily.sum', '1 field:orders.amount']);
});

test('Up from a feature of which nothing is known leads what supplies its view.', async () => {
  const { links } = story(`
    view:spend CONTAINS feature:total
    view:spend CONTAINS feature:mean
    dataset:orders SUPPLIES view:spend
    dataset:orders CONTAINS field:orders.id
    field:orders.id SUPPLIES feature:mean
  `);
  expect(await links('feature:total', 'UPSTREAM')).toEqual([
    'dataset:orders SUPPLIES feature:total, TABLE_FALLBACK, 0.5',
  ]);
  expect(await links('feature:mean', 'UPSTREAM')).toEqual(['field:orders.id SUPPLIES feature:mean, FIELD']);
});

test('A field that has left its dataset is not reached by its dataset’s consumers any more.', async () => {
  const { nodes } = story(`
    dataset:orders CONTAINS field:orders.id {"valid": [0, 100]}
    dataset:orders READ_BY job:roll
  `);
  expect(await nodes('field:orders.id', 'DOWNSTREAM', { asOf: 99 })).toEqual(['0 field:orders.id', '1 job:roll']);
  expect(await nodes('field:orders.id', 'DOWNSTREAM', { asOf: 100 })).toEqual(['0 field:orders.id']);
});
