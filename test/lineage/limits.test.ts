import { expect, test } from 'vitest';
import type { Reach } from '../../src/lineage/traversal.ts';
import { story, type Asked } from './story.ts';

/** 1,200 nodes on three levels, with links between and within them. */
function fan() {
  const lines = [];
  for (let i = 0; i < 600; i++) {
    lines.push(`field:start DERIVES field:a${i}`, `field:a${i} DERIVES field:b${(i * 7) % 600}`);
    lines.push(`field:b${i} DERIVES field:a${(i * 11) % 600}`, `field:b${i} SUPPLIES feature:f${i % 10}`);
  }
  return story(lines.join('\n'));
}

function expectPrefix(part: Reach, whole: Reach): void {
  expect(part.nodes).toEqual(whole.nodes.slice(0, part.nodes.length));
  const ids = new Set(part.nodes.map(({ id }) => id));
  expect(part.links).toEqual(whole.links.filter(({ from, to }) => ids.has(from) && ids.has(to)));
}

test.each([1, 2, 300, 601, 1_000, 1_210])(
  'Cut to %i nodes an answer is the beginning of the whole one.',
  async (nodeLimit) => {
    const { ask } = fan();
    const whole = await ask('field:start', 'DOWNSTREAM');
    const part = await ask('field:start', 'DOWNSTREAM', { nodeLimit });
    expect(part.limitHit).toBe('NODES');
    expect(part.nodes).toHaveLength(nodeLimit);
    expectPrefix(part, whole);
  },
);

test('As many nodes as the limit allows are a whole answer.', async () => {
  const { ask } = fan();
  const { nodes, limitHit } = await ask('field:start', 'DOWNSTREAM', { nodeLimit: 1_211 });
  expect([nodes.length, limitHit]).toEqual([1_211, null]);
});

test('Nodes that are filtered out do not count.', async () => {
  const { ask } = fan();
  const { nodes, limitHit } = await ask('field:start', 'DOWNSTREAM', { nodeLimit: 11, kinds: ['FEATURE'] });
  expect([nodes.length, limitHit]).toEqual([11, null]);
});

test('Whenever time is up, what was found is the beginning of the whole answer.', async () => {
  const { ask } = fan();
  const lengths = new Set<number>();
  for (const asked of [{}, { kinds: ['FIELD'] }] satisfies Asked[]) {
    const whole = await ask('field:start', 'DOWNSTREAM', asked);
    for (let timeLimit = 0; timeLimit < 60; timeLimit++) {
      const part = await ask('field:start', 'DOWNSTREAM', { ...asked, timeLimit });
      expect(part.nodes[0]).toEqual(whole.nodes[0]);
      expect(part.limitHit).toBe(part.nodes.length < whole.nodes.length ? 'TIME' : null);
      expectPrefix(part, whole);
      lengths.add(part.nodes.length);
    }
  }
  expect(lengths.size).toBeGreaterThan(10);
});

test('Walks that are interrupted do not disturb each other.', async () => {
  const { ask } = fan();
  const whole = await ask('field:start', 'DOWNSTREAM');
  // By this clock each look at it takes a millisecond, so that every walk pauses many times.
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => ask('field:start', 'DOWNSTREAM', { timeLimit: 9_999 })),
  );
  for (const answer of answers) expect(answer).toEqual(whole);
});

test('How far a walk comes does not hang on how long others have the event loop.', async () => {
  const { ask, paths } = fan();
  const whole = await ask('field:start', 'DOWNSTREAM');
  expect(await ask('field:start', 'DOWNSTREAM', { timeLimit: 9_999, turn: 5_000 })).toEqual(whole);
  const { limitHit } = await paths('field:start', 'feature:f1', 1, { timeLimit: 9_999, turn: 5_000 });
  expect(limitHit).not.toBe('TIME');
});

const EVERYTHING = { kinds: ['FIELD', 'FEATURE'] };

test.each([2, 300, 601, 1_000, 1_210])(
  'Cut to %i nodes an impact is on the first nodes by depth and id.',
  async (nodeLimit) => {
    const { ask, impact } = fan();
    const { nodes } = await ask('field:start', 'DOWNSTREAM', { nodeLimit });
    const part = await impact('field:start', { ...EVERYTHING, nodeLimit });
    expect(part.limitHit).toBe('NODES');
    const affected = part.targets.map(({ id }) => id);
    expect(affected.sort()).toEqual(
      nodes
        .slice(1)
        .map(({ id }) => id)
        .sort(),
    );
    const whole = await impact('field:start', { nodeLimit: 1_211 });
    expect(whole.limitHit).toBeNull();
  },
);

test('Whenever time is up, an impact is no more than there is, says so, and is on what is hit the surest.', async () => {
  const lines = [];
  for (let i = 0; i < 900; i++) {
    lines.push(`field:f${i} DERIVES field:f${(i * 7 + 1) % 900} {"confidence": 0.9}`);
    lines.push(`field:f${i} DERIVES field:f${(i * 11 + 3) % 900} {"confidence": 0.8}`);
  }
  const { impact } = story(lines.join('\n'));
  const productsOf = async (timeLimit: number) => {
    const found = await impact('field:f0', { ...EVERYTHING, timeLimit });
    return { ...found, products: new Map(found.targets.map(({ id, confidence }) => [id, confidence])) };
  };
  const whole = await productsOf(9_999);
  expect([whole.limitHit, whole.products.size]).toEqual([null, 900]);
  const sizes = new Set<number>();
  for (let timeLimit = 0; timeLimit < 60; timeLimit++) {
    const { products, limitHit } = await productsOf(timeLimit);
    for (const [id, product] of products) expect(product).toBeLessThanOrEqual(whole.products.get(id)!);
    expect(limitHit === null ? products : whole.products).toEqual(whole.products);
    expect([null, 'TIME']).toContain(limitHit);
    sizes.add(products.size);
  }
  expect(sizes.size).toBeGreaterThan(5);
});

test('Impacts that are interrupted do not disturb each other, nor walks.', async () => {
  const { ask, impact } = fan();
  const whole = await ask('field:start', 'DOWNSTREAM');
  const counts = (await impact('field:start')).counts;
  const answers = await Promise.all(
    Array.from({ length: 4 }, async () => [
      (await impact('field:start', { timeLimit: 9_999 })).counts,
      await ask('field:start', 'DOWNSTREAM', { timeLimit: 9_999 }),
    ]),
  );
  for (const answer of answers) expect(answer).toEqual([counts, whole]);
});
