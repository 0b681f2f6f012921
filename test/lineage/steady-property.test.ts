import fc from 'fast-check';
import { expect, test } from 'vitest';
import { micros } from '../../src/kernel/time.ts';
import { sightOf } from '../../src/kernel/visibility.ts';
import { createAliases } from '../../src/lineage/memory/identity.ts';
import { createMemoryTraversal } from '../../src/lineage/memory/traversal.ts';
import { followNames } from '../../src/lineage/store/follow-names.ts';
import { createStoreTraversal } from '../../src/lineage/store/traversal.ts';
import { follow } from '../../src/projections/topology/follow.ts';
import { viewersOf } from '../kit/viewer-arbitrary.ts';
import { listScan } from './list-scan.ts';
import { ontology } from './ontology.ts';
import { reachQuery } from './reach-query-arbitrary.ts';
import { graphRows, LAST_POSITION, LAST_TIME, NODES, rowSource } from './rows-arbitrary.ts';
import { rowLookup } from './store/row-lookup.ts';

const question = fc.record({
  query: reachQuery.map((query) => ({ ...query, depth: null, includeStale: true })),
  time: fc.nat(LAST_TIME),
  position: fc.integer({ min: 1, max: LAST_POSITION }),
  viewer: viewersOf(NODES),
});
const times = Array.from({ length: LAST_TIME + 2 }, (_, time) => time);

function told(nodes: Iterable<readonly [string, number]>): string[] {
  return [...nodes].map((node) => node.join(' ')).sort();
}

test('At all times that a walk says it is steady at it reaches the same.', async () => {
  let [others, changes] = [0, 0];
  await fc.assert(
    fc.asyncProperty(graphRows, fc.array(question, { minLength: 4, maxLength: 4 }), async (rows, questions) => {
      const { topology, catchUp } = follow(rowSource(rows, []), ontology);
      await catchUp(LAST_POSITION);
      const lookup = rowLookup(rows);
      const names = followNames(rowSource([], []), lookup, ontology);
      await names.catchUp(LAST_POSITION);
      const aliases = createAliases(names.topology);
      const traversals = [
        createMemoryTraversal(topology),
        createStoreTraversal({ lookup, ontology, aliases, lender: names.topology }),
      ];
      for (const { query: any, time, position, viewer } of questions) {
        const query = { ...any, of: any.of.filter((id) => sightOf(viewer.visibility)(id) === 'SHOW') };
        if (query.of.length === 0) continue;
        const reachedAt = (at: number) => told(listScan(rows, query, position, at, { viewer }).nodes);
        const expected = reachedAt(time);
        for (const traversal of traversals) {
          const steady = { since: -Infinity, until: Infinity };
          const place = { position, asOf: micros(time), now: micros(LAST_TIME + 1), viewer };
          const { nodes } = await traversal.reach({ ...query, steady }, place);
          expect(told(nodes.map(({ id, depth }) => [id, depth]))).toEqual(expected);
          const isSteady = (other: number) => steady.since <= other && other < steady.until;
          const same = times.filter((other) => isSteady(other) && other !== time);
          for (const other of same) expect(reachedAt(other)).toEqual(expected);
          others += same.length;
          changes += times.filter((other) => !isSteady(other) && reachedAt(other).join() !== expected.join()).length;
        }
      }
    }),
    { numRuns: 150 },
  );
  expect(others).toBeGreaterThan(500);
  expect(changes).toBeGreaterThan(100);
}, 240_000);
