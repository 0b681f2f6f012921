import { expect, test } from 'vitest';
import { story } from './story.ts';

const TWO_WAYS = `
  dataset:a MEASURES kpi:revenue {"confidence": 0.1}
  dataset:a READ_BY job:j
  job:j WRITES dataset:b
  dataset:b MEASURES kpi:revenue
`;

test('Paths come by how many links they have, however sure; and it is told that there are no others.', async () => {
  const { ways } = story(TWO_WAYS);
  expect(await ways('dataset:a', 'kpi:revenue', 5)).toEqual([
    'dataset:a kpi:revenue',
    'dataset:a job:j dataset:b kpi:revenue',
  ]);
  expect(await ways('dataset:a', 'kpi:revenue', 2)).toHaveLength(2);
  expect(await ways('dataset:a', 'kpi:revenue', 1)).toEqual(['dataset:a kpi:revenue', 'PATHS']);
});

test('Of equally long ones the surer comes first, then the first by ids.', async () => {
  const { ways } = story(`
    field:a DERIVES field:z
    field:z MEASURES kpi:revenue {"provenance": "DECLARED"}
    field:a DERIVES field:m {"confidence": 0.9}
    field:m MEASURES kpi:revenue
    field:a DERIVES field:x
    field:x MEASURES kpi:revenue
  `);
  expect(await ways('field:a', 'kpi:revenue', 5)).toEqual([
    'field:a field:x kpi:revenue',
    'field:a field:m kpi:revenue',
    'field:a field:z kpi:revenue',
  ]);
});

test('A path comes to no node twice, so cycles add none.', async () => {
  const { ways } = story(`
    dataset:a READ_BY job:j
    job:j WRITES dataset:b
    dataset:b READ_BY job:k
    job:k WRITES dataset:a
    job:k WRITES dataset:c
  `);
  expect(await ways('dataset:a', 'dataset:c', 5)).toEqual(['dataset:a job:j dataset:b job:k dataset:c']);
  expect(await ways('dataset:b', 'dataset:a', 5)).toEqual(['dataset:b job:k dataset:a']);
});

test('From an entity to itself there is the path of one node, whatever comes back to it.', async () => {
  const { ways } = story('dataset:a READ_BY job:j\njob:j WRITES dataset:a');
  expect(await ways('dataset:a', 'dataset:a', 5)).toEqual(['dataset:a']);
  expect(await ways('dataset:nowhere', 'dataset:nowhere', 5)).toEqual(['dataset:nowhere']);
});

test('Paths go downstream only, and there are none where nothing leads.', async () => {
  const { ways } = story(TWO_WAYS);
  for (const [from, to] of [
    ['kpi:revenue', 'dataset:a'],
    ['dataset:nowhere', 'dataset:a'],
    ['dataset:b', 'dataset:nowhere'],
    ['dataset:b', 'job:j'],
  ] as const) {
    expect(await ways(from, to, 5)).toEqual([]);
  }
});

test('They are steps of the walk: from a field on its own relations, and on those of its whole that name no columns.', async () => {
  const { paths, ways } = story(`
    dataset:orders CONTAINS field:orders.id
    dataset:orders CONTAINS field:orders.amount
    dataset:orders READ_BY job:opaque {"columns": "OPAQUE"}
    dataset:orders READ_BY job:naming {"columns": "KNOWN"}
    job:opaque WRITES dataset:daily
    job:naming WRITES dataset:daily
    field:orders.amount DERIVES field:daily.sum
    dataset:daily CONTAINS field:daily.sum
  `);
  expect(await ways('field:orders.amount', 'dataset:daily', 5)).toEqual([
    'field:orders.amount job:opaque dataset:daily',
  ]);
  const { paths: found } = await paths('field:orders.amount', 'dataset:daily', 5);
  expect(found[0]?.links.map(({ grain, confidence }) => [grain, confidence])).toEqual([
    ['TABLE_FALLBACK', 0.5],
    ['TABLE', 1],
  ]);
  expect(await ways('dataset:orders', 'field:daily.sum', 5)).toEqual([]);
  expect(await ways('dataset:orders', 'dataset:daily', 5)).toHaveLength(2);
});

test('Two paths differ where their nodes do; between two nodes the surest link is told.', async () => {
  const { paths } = story(`
    version:m RELEASED_TO deployment:d {"id": "a", "confidence": 0.8}
    version:m RELEASED_TO deployment:d {"id": "b", "confidence": 0.9, "stage": "SHADOW"}
  `);
  const found = await paths('version:m', 'deployment:d', 5);
  expect(found.paths.map(({ links }) => links.map(({ relation }) => relation?.discriminator))).toEqual([['b']]);
  expect(found.limitHit).toBeNull();
});

test('The moment and the position decide.', async () => {
  const { ways } = story(`
    dataset:a READ_BY job:j {"valid": [0, 100]}
    dataset:a READ_BY job:k {"believed": [5, 8]}
    job:j WRITES dataset:b
    job:k WRITES dataset:b
  `);
  const at = (position: number, asOf: number | null) => ways('dataset:a', 'dataset:b', 5, { position, asOf });
  expect(await at(4, 99)).toEqual(['dataset:a job:j dataset:b']);
  expect(await at(5, 99)).toEqual(['dataset:a job:j dataset:b', 'dataset:a job:k dataset:b']);
  expect(await at(7, null)).toEqual(['dataset:a job:k dataset:b']);
  expect(await at(8, 100)).toEqual([]);
});

function diamonds(count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    ['l', 'r'].map((side) => `field:f${i} DERIVES field:${side}${i}\nfield:${side}${i} DERIVES field:f${i + 1}`),
  ).flat();
}

test('Forty diamonds in a row, 2^40 paths, do not keep the first from being told.', async () => {
  const { ways } = story(diamonds(40).join('\n'));
  const found = await ways('field:f0', 'field:f40', 100);
  expect(found).toHaveLength(101);
  expect(found.at(-1)).toBe('PATHS');
  // By ids: the last diamonds go right first.
  expect(found.slice(0, 100)).toEqual(found.slice(0, 100).sort());
  expect(found[0]).not.toMatch(/:r/);
});

test('Where a hub stands between, its hundred thousand other links are looked at once.', async () => {
  const lines = ['field:f5 MEASURES kpi:revenue', 'field:a DERIVES field:hub', 'field:f7 MEASURES kpi:revenue'];
  for (let i = 0; i < 99_000; i++) lines.push(`field:hub DERIVES field:f${i}`);
  const { ways } = story(lines.join('\n'));
  expect(await ways('field:a', 'kpi:revenue', 5, { timeLimit: 1e9 })).toEqual([
    'field:a field:hub field:f5 kpi:revenue',
    'field:a field:hub field:f7 kpi:revenue',
  ]);
});

test('Where more lies downstream than may be looked at, it is told; and shorter paths are found.', async () => {
  const lines = ['field:a MEASURES kpi:revenue'];
  for (let i = 0; i < 50; i++) lines.push(`field:a DERIVES field:f${i}`, `field:f${i} DERIVES field:g${i}`);
  lines.push('field:g49 MEASURES kpi:revenue');
  const { ways } = story(lines.join('\n'));
  expect(await ways('field:a', 'kpi:revenue', 5, { nodeLimit: 60 })).toEqual(['field:a kpi:revenue', 'NODES']);
  expect(await ways('field:a', 'kpi:revenue', 5)).toHaveLength(2);
});

test('Whenever time is up, what is told are paths, and that it was up.', async () => {
  const { ways } = story(diamonds(20).join('\n'));
  const whole = await ways('field:f0', 'field:f20', 20);
  const lengths = new Set<number>();
  for (let timeLimit = 0; timeLimit < 120; timeLimit += 3) {
    const found = await ways('field:f0', 'field:f20', 20, { timeLimit });
    expect(['TIME', 'PATHS']).toContain(found.at(-1));
    expect(found.slice(0, -1)).toEqual(whole.slice(0, found.length - 1));
    lengths.add(found.length);
  }
  expect(lengths.size).toBeGreaterThan(5);
});

test('What has several names is one thing, at both ends and between.', async () => {
  const { ways } = story(`
    dataset:copy ALIAS_OF dataset:main
    dataset:end ALIAS_OF dataset:last
    dataset:copy READ_BY job:j
    job:j WRITES dataset:end
    job:i WRITES dataset:main
  `);
  const path = 'dataset:main job:j dataset:last';
  expect(await ways('dataset:main', 'dataset:last', 5)).toEqual([path]);
  expect(await ways('dataset:copy', 'dataset:end', 5)).toEqual([path]);
  expect(await ways('job:i', 'job:j', 5)).toEqual(['job:i dataset:main job:j']);
  expect(await ways('dataset:copy', 'dataset:main', 5)).toEqual(['dataset:main']);
});
