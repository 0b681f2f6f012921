import { expect, test } from 'vitest';
import { keyText, story } from './story.ts';

const CHAIN = `
  source:lake FEEDS dataset:a
  dataset:a READ_BY job:j
  job:j WRITES dataset:b
  dataset:b READ_BY job:k
  job:k WRITES dataset:c
`;

test('Nodes come breadth first, by depth and then id; links by their later end.', async () => {
  const { nodes, links } = story(CHAIN);
  expect(await nodes('dataset:a', 'DOWNSTREAM')).toEqual([
    '0 dataset:a',
    '1 job:j',
    '2 dataset:b',
    '3 job:k',
    '4 dataset:c',
  ]);
  expect(await nodes('dataset:b', 'UPSTREAM')).toEqual(['0 dataset:b', '1 job:j', '2 dataset:a', '3 source:lake']);
  expect(await links('dataset:b', 'UPSTREAM')).toEqual([
    'job:j WRITES dataset:b, TABLE',
    'dataset:a READ_BY job:j, TABLE',
    'source:lake FEEDS dataset:a, TABLE',
  ]);
});

test('BOTH goes up and down, each on its own: siblings are not reached.', async () => {
  const { nodes } = story(`${CHAIN}
    job:j WRITES dataset:sibling
    dataset:other READ_BY job:k
  `);
  expect(await nodes('dataset:b', 'BOTH')).toEqual([
    '0 dataset:b',
    '1 job:j',
    '1 job:k',
    '2 dataset:a',
    '2 dataset:c',
    '3 source:lake',
  ]);
});

test('A node met both ways appears once with its lesser depth, and so does a relation.', async () => {
  const { nodes, links } = story(`
    dataset:a READ_BY job:j
    job:j WRITES dataset:b
    dataset:b READ_BY job:k
    job:k WRITES dataset:c
    dataset:c READ_BY job:l
    job:l WRITES dataset:a
  `);
  expect(await nodes('dataset:a', 'BOTH')).toEqual([
    '0 dataset:a',
    '1 job:j',
    '1 job:l',
    '2 dataset:b',
    '2 dataset:c',
    '3 job:k',
  ]);
  expect((await links('dataset:a', 'BOTH')).toSorted()).toEqual([
    'dataset:a READ_BY job:j, TABLE',
    'dataset:b READ_BY job:k, TABLE',
    'dataset:c READ_BY job:l, TABLE',
    'job:j WRITES dataset:b, TABLE',
    'job:k WRITES dataset:c, TABLE',
    'job:l WRITES dataset:a, TABLE',
  ]);
});

test('In a cycle the start is not repeated, and the link back to it is shown.', async () => {
  const { nodes, links } = story(`
    dataset:a READ_BY job:j
    job:j WRITES dataset:a
  `);
  expect(await nodes('dataset:a', 'DOWNSTREAM')).toEqual(['0 dataset:a', '1 job:j']);
  expect(await links('dataset:a', 'DOWNSTREAM')).toEqual([
    'dataset:a READ_BY job:j, TABLE',
    'job:j WRITES dataset:a, TABLE',
  ]);
});

test('A relation of a node to itself is a link.', async () => {
  const { links } = story('field:a.x DERIVES field:a.x');
  expect(await links('field:a.x', 'DOWNSTREAM')).toEqual(['field:a.x DERIVES field:a.x, FIELD']);
});

test('Relations that differ by their id are links of their own.', async () => {
  const { ask } = story(`
    version:one RELEASED_TO deployment:shop {"id": "canary"}
    version:one RELEASED_TO deployment:shop {"id": "live"}
  `);
  const { links } = await ask('version:one', 'DOWNSTREAM');
  expect(links.map(({ relation }) => relation?.discriminator)).toEqual(['canary', 'live']);
});

test('Several starts are all at depth 0; one without relations, or unknown, appears all the same.', async () => {
  const { nodes } = story(CHAIN);
  expect(await nodes('dataset:c dataset:b dataset:nowhere dataset:b', 'DOWNSTREAM')).toEqual([
    '0 dataset:b',
    '0 dataset:c',
    '0 dataset:nowhere',
    '1 job:k',
  ]);
});

test('Depth counts relations; what it cuts off is told, and nothing is told where there is nothing more.', async () => {
  const { ask, nodes } = story(CHAIN);
  expect(await nodes('dataset:b', 'DOWNSTREAM', { depth: 1 })).toEqual(['0 dataset:b', '1 job:k']);
  expect((await ask('dataset:b', 'DOWNSTREAM', { depth: 1 })).limitHit).toBe('DEPTH');
  expect((await ask('dataset:b', 'DOWNSTREAM', { depth: 2 })).limitHit).toBeNull();
  expect((await ask('dataset:b', 'DOWNSTREAM')).limitHit).toBeNull();
  expect((await ask('dataset:b', 'DOWNSTREAM', { depth: 0 })).nodes).toHaveLength(1);
});

test('Links among the nodes of the last level are shown: nothing between two shown nodes is missing.', async () => {
  const { ask, links } = story(`
    field:a.x DERIVES field:b.x
    field:a.x DERIVES field:c.x
    field:b.x DERIVES field:c.x
  `);
  expect(await links('field:a.x', 'DOWNSTREAM', { depth: 1 })).toEqual([
    'field:a.x DERIVES field:b.x, FIELD',
    'field:a.x DERIVES field:c.x, FIELD',
    'field:b.x DERIVES field:c.x, FIELD',
  ]);
  expect((await ask('field:a.x', 'DOWNSTREAM', { depth: 1 })).limitHit).toBeNull();
});

test('Only the types and provenances that are asked for are followed.', async () => {
  const { nodes } = story(`
    dataset:a READ_BY job:seen
    dataset:a READ_BY job:told {"provenance": "DECLARED"}
    dataset:a MEASURES kpi:revenue
  `);
  expect(await nodes('dataset:a', 'DOWNSTREAM', { through: ['READ_BY'] })).toEqual([
    '0 dataset:a',
    '1 job:seen',
    '1 job:told',
  ]);
  expect(await nodes('dataset:a', 'DOWNSTREAM', { provenance: ['DECLARED'] })).toEqual(['0 dataset:a', '1 job:told']);
});

test('Memberships and ownership carry no lineage.', async () => {
  const { nodes } = story(`
    team:data OWNS dataset:a
    model:churn CONTAINS version:one
    dataset:a CONTAINS field:a.x
  `);
  for (const start of ['dataset:a', 'model:churn', 'team:data']) {
    expect(await nodes(start, 'BOTH')).toEqual([`0 ${start}`]);
  }
});

test('Names that no relation but an alias has are as good as any.', async () => {
  const names = Array.from({ length: 1_100 }, (_, index) => `dataset:${index} ALIAS_OF dataset:main`);
  const { nodes } = story(names.join('\n'));
  for (const direction of ['UPSTREAM', 'DOWNSTREAM'] as const) {
    expect(await nodes('dataset:1099', direction)).toEqual(['0 dataset:main']);
  }
});

test('A relation’s own confidence counts, else that of its provenance.', async () => {
  const { ask } = story(`
    dataset:a READ_BY job:seen
    dataset:a READ_BY job:told {"provenance": "DECLARED"}
    dataset:a READ_BY job:guessed {"provenance": "INFERRED"}
    dataset:a READ_BY job:stated {"provenance": "INFERRED", "confidence": 0.8125}
  `);
  const { links } = await ask('dataset:a', 'DOWNSTREAM');
  expect(links.map(({ relation, confidence }) => [keyText(relation!), confidence])).toEqual([
    ['dataset:a READ_BY job:guessed', 0.7],
    ['dataset:a READ_BY job:seen', 1],
    ['dataset:a READ_BY job:stated', 0.8125],
    ['dataset:a READ_BY job:told', 0.9],
  ]);
});
