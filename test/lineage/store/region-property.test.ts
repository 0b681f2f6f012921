import fc from 'fast-check';
import { expect, test } from 'vitest';
import { micros } from '../../../src/kernel/time.ts';
import { sightOf } from '../../../src/kernel/visibility.ts';
import { createAliases } from '../../../src/lineage/memory/identity.ts';
import { createMemoryTraversal } from '../../../src/lineage/memory/traversal.ts';
import { followNames } from '../../../src/lineage/store/follow-names.ts';
import { createStoreTraversal } from '../../../src/lineage/store/traversal.ts';
import { follow } from '../../../src/projections/topology/follow.ts';
import { viewersOf } from '../../kit/viewer-arbitrary.ts';
import { ontology } from '../ontology.ts';
import { reachQuery } from '../reach-query-arbitrary.ts';
import { graphRows, LAST_POSITION, LAST_TIME, NODES, rowSource, scheduleRows } from '../rows-arbitrary.ts';
import { rowLookup } from './row-lookup.ts';
import { toldOfImpact, toldOfOrigins } from './told.ts';

const question = fc.record({
  query: reachQuery,
  to: fc.constantFrom(...NODES),
  asOf: fc.option(fc.nat(LAST_TIME)),
  position: fc.integer({ min: 1, max: LAST_POSITION }),
  viewer: viewersOf(NODES),
});
const targets = new Set(ontology.kinds.keys());

test('What is read around the starts is answered from as all relations are.', async () => {
  await fc.assert(
    fc.asyncProperty(
      graphRows,
      scheduleRows,
      fc.array(question, { minLength: 6, maxLength: 6 }),
      async (rows, schedule, questions) => {
        const { topology, catchUp } = follow(rowSource(rows, schedule), ontology);
        await catchUp(LAST_POSITION);
        const memory = createMemoryTraversal(topology);
        const lookup = rowLookup(rows);
        const names = followNames(rowSource([], schedule), lookup, ontology);
        await names.catchUp(LAST_POSITION);
        const aliases = createAliases(names.topology);
        const stored = createStoreTraversal({ lookup, ontology, aliases, lender: names.topology });
        for (const { query: any, to, asOf, position, viewer } of questions) {
          const at = { position, asOf: asOf === null ? null : micros(asOf), now: micros(LAST_TIME + 1), viewer };
          const [of, ends] = [any.of, [to]].map((ids) => ids.filter((id) => sightOf(viewer.visibility)(id) === 'SHOW'));
          const query = { ...any, of: of! };
          expect(await stored.reach(query, at)).toEqual(await memory.reach(query, at));
          const [impact, expected] = [stored, memory].map((each) => each.impact({ of: of!, targets }, at));
          expect(await toldOfImpact((await impact)!)).toEqual(await toldOfImpact((await expected)!));
          for (const end of ends!) {
            const [from, whole] = [stored, memory].map((each) => each.origins({ of: end, nodes: 5_000 }, at));
            expect(toldOfOrigins((await from)!)).toEqual(toldOfOrigins((await whole)!));
            for (const begin of of!) {
              const paths = { from: begin, to: end, first: 20 };
              expect(await stored.paths(paths, at)).toEqual(await memory.paths(paths, at));
            }
          }
        }
      },
    ),
    { numRuns: 150 },
  );
}, 240_000);
