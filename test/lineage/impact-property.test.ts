import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ontology } from './ontology.ts';
import { relationId } from '../../src/kernel/fact.ts';
import { micros } from '../../src/kernel/time.ts';
import { sightOf } from '../../src/kernel/visibility.ts';
import { createMemoryTraversal } from '../../src/lineage/memory/traversal.ts';
import { follow } from '../../src/projections/topology/follow.ts';
import { expectImpact } from './expect-answers.ts';
import { EVERY_RELATION, scanSteps, type Step } from './list-scan.ts';
import {
  denseRows,
  FIELDS,
  graphRowsWithZeros,
  LAST_POSITION,
  LAST_TIME,
  NODES,
  rowSource,
  scheduleRows,
} from './rows-arbitrary.ts';
import { viewersOf } from '../kit/viewer-arbitrary.ts';
import { scanWays } from './way-scan.ts';

const MOST_WAYS = 20_000;
const NOW = micros(LAST_TIME + 1);
const TARGETS = new Set(ontology.kinds.keys());

test.each([
  ['At every moment and position', graphRowsWithZeros, NODES, 250],
  ['Where there are a great many ways', denseRows, FIELDS, 80],
])(
  '%s the impact equals what going every single way finds.',
  async (_name, graph, nodes, numRuns) => {
    let checked = 0;
    await fc.assert(
      fc.asyncProperty(
        graph,
        scheduleRows,
        fc.array(
          fc.tuple(
            fc.uniqueArray(fc.constantFrom(...nodes), { minLength: 1, maxLength: 3 }),
            fc.option(fc.nat(LAST_TIME)),
            fc.integer({ min: 1, max: LAST_POSITION }),
            viewersOf(nodes),
          ),
          { minLength: 4, maxLength: 4 },
        ),
        async (rows, schedule, questions) => {
          const follower = follow(rowSource(rows, schedule), ontology);
          for (const position of [1, 4, LAST_POSITION]) await follower.catchUp(position);
          const traversal = createMemoryTraversal(follower.topology);
          for (const [any, asOf, position, viewer] of questions) {
            const of = any.filter((id) => sightOf(viewer.visibility)(id) === 'SHOW');
            if (of.length === 0) continue;
            const setting = { of, withShares: true, most: MOST_WAYS, viewer };
            const ways = scanWays(rows, position, asOf ?? NOW, setting);
            if (ways === null) continue;
            checked++;
            const at = { position, asOf: asOf === null ? null : micros(asOf), now: NOW, viewer };
            const scan = scanSteps(rows, EVERY_RELATION, position, asOf ?? NOW, { viewer, schedule });
            const affecting = ways.filter((way) => way.steps.length > 0);
            const impact = await traversal.impact({ of, targets: TARGETS }, at);
            await expectImpact(impact, affecting, scan.now, viewer);
            const met = new Set([...of.map(scan.name), ...affecting.map((way) => way.nodes.at(-1)!)]);
            const isStale = ({ to, row }: Step) => row.isStale && scan.sight(to) === 'SHOW';
            const stale = [...met].flatMap(scan.down).filter(isStale);
            const isAll = [...met].flatMap(scan.down).every(({ to }) => scan.sight(to) === 'SHOW');
            const count = new Set(stale.map(({ row }) => relationId(row.stored))).size;
            // Over what is hidden there may be some more.
            expect(impact.staleLinks).toBeGreaterThanOrEqual(count);
            expect(isAll ? impact.staleLinks : count).toBe(count);
          }
        },
      ),
      { numRuns },
    );
    expect(checked).toBeGreaterThan(numRuns * 2);
  },
  120_000,
);
