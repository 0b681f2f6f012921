import { expect, test } from 'vitest';
import { diffReaches } from '../../src/lineage/diff.ts';
import type { Direction } from '../../src/lineage/traversal.ts';
import { short, story, type Asked } from './story.ts';

/** How it differs between two event times: nodes with their depths and by which they are met, then links. */
async function differences(
  lines: string,
  [base, head]: [number, number],
  asked: Asked = {},
  direction: Direction = 'DOWNSTREAM',
) {
  const { ask } = story(lines);
  const of = 'dataset:a';
  const diff = await diffReaches(
    await ask(of, direction, { ...asked, asOf: base }),
    await ask(of, direction, { ...asked, asOf: head }),
  );
  return [
    ...diff.nodes.map(({ id, depth, metBy }) => `${depth} ${short(id)} ${metBy}`),
    ...diff.links.map(({ link, metBy, rank }) => `${rank}: ${short(link.from)} ${short(link.to)} ${metBy}`),
  ];
}

test('What only one of them met is told as such, in one order, and links by their later end.', async () => {
  const lines = `
    dataset:a READ_BY job:j
    job:j WRITES dataset:old {"valid": [0, 100]}
    job:j WRITES dataset:new {"valid": [100, null]}
    dataset:new MEASURES kpi:revenue
    dataset:a MEASURES kpi:revenue {"valid": [0, 100]}
  `;
  expect(await differences(lines, [50, 150])).toEqual([
    '0 dataset:a both',
    '1 job:j both',
    '2 dataset:new head',
    '2 dataset:old base',
    '3 kpi:revenue both',
    '2: job:j dataset:new head',
    '3: job:j dataset:old base',
    '4: dataset:a kpi:revenue base',
    '4: dataset:new kpi:revenue head',
  ]);
  expect(await differences(lines, [150, 160])).toEqual([
    '0 dataset:a both',
    '1 job:j both',
    '2 dataset:new both',
    '3 kpi:revenue both',
  ]);
});

test('A relation that ended and began anew, surer or not, is the same link; another release is not.', async () => {
  expect(
    await differences(
      `
      dataset:a READ_BY job:j {"valid": [0, 100]}
      dataset:a READ_BY job:j {"valid": [120, null], "confidence": 0.5, "columns": "KNOWN"}
      dataset:a SERVES deployment:d
      `,
      [50, 150],
    ),
  ).toEqual(['0 dataset:a both', '1 deployment:d both', '1 job:j both']);
  const released = await differences(
    `
    dataset:a USED_BY run:r
    run:r PRODUCED version:m
    version:m RELEASED_TO deployment:d {"id": "old", "valid": [0, 100]}
    version:m RELEASED_TO deployment:d {"id": "new", "valid": [100, null]}
    `,
    [50, 150],
  );
  expect(released.slice(4)).toEqual(['3: version:m deployment:d head', '3: version:m deployment:d base']);
});

test('Over nodes that are not shown a link is the same while its ends are.', async () => {
  const lines = `
    dataset:a READ_BY job:old {"valid": [0, 100]}
    job:old WRITES dataset:b
    dataset:a READ_BY job:new {"valid": [100, null]}
    job:new WRITES dataset:b
  `;
  expect(await differences(lines, [50, 150], { kinds: ['DATASET'] })).toEqual(['0 dataset:a both', '2 dataset:b both']);
});
