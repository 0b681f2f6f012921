import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ontology } from './ontology.ts';
import { relationId } from '../../src/kernel/fact.ts';
import { micros } from '../../src/kernel/time.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { diffReaches } from '../../src/lineage/diff.ts';
import { createMemoryTraversal } from '../../src/lineage/memory/traversal.ts';
import type { ReachedLink, ReachQuery } from '../../src/lineage/traversal.ts';
import { follow } from '../../src/projections/topology/follow.ts';
import { listScan } from './list-scan.ts';
import { graphRows, LAST_POSITION, LAST_TIME, NODES, rowSource } from './rows-arbitrary.ts';

const moment = fc.record({ position: fc.integer({ min: 1, max: LAST_POSITION }), asOf: fc.nat(LAST_TIME) });
const query: fc.Arbitrary<ReachQuery> = fc.record({
  of: fc.uniqueArray(fc.constantFrom(...NODES), { minLength: 1, maxLength: 2 }),
  direction: fc.constantFrom('UPSTREAM', 'DOWNSTREAM', 'BOTH'),
  depth: fc.constantFrom(null, null, 2),
  kinds: fc.constantFrom(null, new Set(['DATASET', 'FIELD', 'BUSINESS_KPI'])),
  through: fc.constant(null),
  provenance: fc.constant(null),
  includeStale: fc.constant(true),
});

test('Between any two moments and positions the difference is that of two scans of the list of all rows.', async () => {
  let different = 0;
  await fc.assert(
    fc.asyncProperty(
      graphRows,
      fc.array(fc.tuple(query, moment, moment), { minLength: 6, maxLength: 6 }),
      async (rows, questions) => {
        const follower = follow(rowSource(rows), ontology);
        for (const position of [1, 4, LAST_POSITION]) await follower.catchUp(position);
        const traversal = createMemoryTraversal(follower.topology);
        for (const [asked, base, head] of questions) {
          const reaches = [base, head].map(({ position, asOf }) =>
            traversal.reach(asked, { position, asOf: micros(asOf), now: micros(LAST_TIME + 1), viewer: EVERYBODY }),
          );
          const diff = await diffReaches(await reaches[0]!, await reaches[1]!);
          const scans = [base, head].map(({ position, asOf }) => listScan(rows, asked, position, asOf));
          const [before, now] = scans.map(({ nodes }) => nodes);
          const all = [...new Set([...before!.keys(), ...now!.keys()])];
          const expected = all.map((id) => ({
            id,
            depth: (now!.get(id) ?? before!.get(id))!,
            metBy: before!.has(id) ? (now!.has(id) ? 'both' : 'base') : 'head',
          }));
          const order = expected.toSorted((a, b) => a.depth - b.depth || (a.id < b.id ? -1 : 1));
          expect(diff.nodes).toEqual(order);

          const texts = (links: readonly ReachedLink[]) => new Set(links.map(textOf));
          const [old, fresh] = scans.map(({ links }) => texts(links));
          const met = (by: string) => texts(diff.links.filter(({ metBy }) => metBy === by).map(({ link }) => link));
          expect(met('head')).toEqual(new Set([...fresh!].filter((text) => !old!.has(text))));
          expect(met('base')).toEqual(new Set([...old!].filter((text) => !fresh!.has(text))));
          for (const { link, rank } of diff.links) {
            const ends = [link.from, link.to].map((end) => order.findIndex(({ id }) => id === end));
            expect(rank).toBe(Math.max(...ends));
          }
          expect(diff.links.map(({ rank }) => rank)).toEqual(diff.links.map(({ rank }) => rank).sort((a, b) => a - b));
          if (diff.links.length > 0) different++;
        }
      },
    ),
    { numRuns: 200 },
  );
  expect(different).toBeGreaterThan(200);
});

function textOf({ from, to, relation }: ReachedLink): string {
  return JSON.stringify([from, to, relation === null ? null : relationId(relation)]);
}
