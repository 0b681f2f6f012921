import fc from 'fast-check';
import { expect, test } from 'vitest';
import { micros } from '../../../src/kernel/time.ts';
import { EVERYBODY } from '../../../src/kernel/viewer.ts';
import { createAliases } from '../../../src/lineage/memory/identity.ts';
import { createMemoryTraversal, DEFAULT_LIMITS } from '../../../src/lineage/memory/traversal.ts';
import { createStoreTraversal, STORE_LIMITS, type StoreLimits } from '../../../src/lineage/store/traversal.ts';
import type { Reach, ReachQuery } from '../../../src/lineage/traversal.ts';
import { createTopology } from '../../../src/projections/topology/topology.ts';
import type { SegmentRow } from '../../../src/store/ports.ts';
import { ontology } from '../ontology.ts';
import { row, urn } from '../story.ts';
import { rowLookup } from './row-lookup.ts';
import { toldOfImpact } from './told.ts';

const at = { position: 1, asOf: null, now: micros(1), viewer: EVERYBODY };
const every = { kinds: null, through: null, provenance: null, includeStale: true };
const TARGETS = new Set(ontology.kinds.keys());
const levels = Array.from({ length: 20 }, (_, level) => level);
const TIERS = 7;
const tier = fc.nat(TIERS - 1);

/** From tier to tier of datasets, and some relations across, so that there are levels to be cut off between. */
const tiers = fc.array(fc.tuple(tier, tier), { maxLength: 15, size: 'max' }).map((across) => {
  const lines = new Set<string>();
  for (let each = 0; each < TIERS; each++) {
    lines.add(`dataset:${each} READ_BY job:${each}`).add(`job:${each} WRITES dataset:${each + 1}`);
    lines.add(`dataset:${each} MEASURES kpi:${each}`);
  }
  for (const [from, to] of across) lines.add(`dataset:${from} READ_BY job:${to}`);
  return [...lines].map(row);
});
const start = tier.map((each) => urn(`dataset:${each}`));

/** @param now in place of the clock */
function traversals(rows: readonly SegmentRow[], limits: Partial<StoreLimits>, now?: () => number) {
  const topology = createTopology(ontology);
  for (const each of rows) topology.apply(each);
  const setting = { lookup: rowLookup(rows), ontology, aliases: createAliases(topology), lender: topology };
  return {
    stored: createStoreTraversal({ ...setting, limits: { ...STORE_LIMITS, ...limits }, ...(now && { now }) }),
    memory: createMemoryTraversal(topology),
    /** As if there were no more levels. */
    within: (levels: number) => createMemoryTraversal(topology, { ...DEFAULT_LIMITS, levels }),
  };
}

test('Whatever keeps it from reading on, what is told is the whole answer of the first levels.', async () => {
  let cut = 0;
  await fc.assert(
    fc.asyncProperty(
      tiers,
      fc.uniqueArray(start, { minLength: 1, maxLength: 2 }),
      fc.constantFrom<ReachQuery['direction']>('UPSTREAM', 'DOWNSTREAM', 'BOTH'),
      fc.nat(30),
      fc.option(fc.integer({ min: 2, max: 16 })),
      async (rows, of, direction, relations, millis) => {
        let time = 0;
        const limits = millis === null ? { relations } : { millis };
        const { stored, memory, within } = traversals(rows, limits, () => time++);
        const query = { of, direction, depth: null, ...every };
        const { limitHit, ...reach } = await stored.reach(query, at);
        const cutBy = millis === null ? 'NODES' : 'TIME';
        expect([null, cutBy]).toContain(limitHit);
        const depths = limitHit === null ? [null] : levels;
        const reaches = await Promise.all(depths.map(async (depth) => memory.reach({ ...query, depth }, at)));
        // Or the starts alone, where not even what leads from them could be read.
        const isBare = limitHit !== null && reach.links.length === 0;
        expect(isBare ? [starts(reaches[0]!)] : reaches.map(rest)).toContainEqual(reach);
        if (limitHit !== null && !isBare) cut++;

        const impact = await stored.impact({ of, targets: TARGETS }, at);
        const walks = impact.limitHit === null ? [memory] : levels.map(within);
        const impacts = await Promise.all(
          walks.map(async (each) => toldOfImpact(await each.impact({ of, targets: TARGETS }, at))),
        );
        const possible = impact.limitHit === null ? impacts : [[], ...impacts.map(({ targets }) => targets)];
        const told = await toldOfImpact(impact);
        expect(possible).toContainEqual(impact.limitHit === null ? told : told.targets);
      },
    ),
    { numRuns: 150 },
  );
  expect(cut).toBeGreaterThan(25);
});

const CHAIN = ['a READ_BY job:a', 'b READ_BY job:b', 'c READ_BY job:c'].map((line) => row(`dataset:${line}`));
const WRITES = ['a WRITES dataset:b', 'b WRITES dataset:c'].map((line) => row(`job:${line}`));

test('A level that was asked for and read is told whole; whether there is more can not be ruled out.', async () => {
  const { stored } = traversals([...CHAIN, ...WRITES], { relations: 2 });
  const query = { of: [urn('dataset:a')], direction: 'DOWNSTREAM' as const, ...every };
  const { nodes, limitHit } = await stored.reach({ ...query, depth: 1 }, at);
  expect([nodes.length, limitHit]).toEqual([2, 'DEPTH']);
  const further = await stored.reach({ ...query, depth: 4 }, at);
  expect([further.nodes.length, further.limitHit]).toEqual([2, 'NODES']);
});

test('Where not even what leads from the start can be read, the start alone is told.', async () => {
  const { stored } = traversals([...CHAIN, ...WRITES], { relations: 0 });
  const [a, c] = [urn('dataset:a'), urn('dataset:c')];
  const reach = await stored.reach({ of: [a], direction: 'DOWNSTREAM', depth: null, ...every }, at);
  const told = { total: 1, links: [], limitHit: 'NODES', staleLinks: 0, hidden: 0 };
  expect(reach).toEqual({ nodes: [{ id: a, depth: 0 }], ...told });
  expect(await stored.paths({ from: a, to: c, first: 1 }, at)).toMatchObject({ paths: [], limitHit: 'NODES' });
  const { targets, limitHit } = await stored.impact({ of: [a], targets: TARGETS }, at);
  expect([targets, limitHit]).toEqual([[], 'NODES']);
  expect(await stored.origins({ of: c, nodes: 10 }, at)).toMatchObject({ nodes: [{ id: c }], limitHit: 'NODES' });
});

function starts({ nodes, ...reach }: Reach): Omit<Reach, 'limitHit'> {
  const first = nodes.filter(({ depth }) => depth === 0);
  return { ...rest({ ...reach, nodes: first }), total: first.length, links: [] };
}

function rest({ limitHit: _limitHit, ...told }: Reach): Omit<Reach, 'limitHit'> {
  return told;
}
