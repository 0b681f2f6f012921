import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ontology } from './ontology.ts';
import { micros } from '../../src/kernel/time.ts';
import type { Urn } from '../../src/kernel/urn.ts';
import { sightOf } from '../../src/kernel/visibility.ts';
import { createMemoryTraversal } from '../../src/lineage/memory/traversal.ts';
import { follow } from '../../src/projections/topology/follow.ts';
import { expectPaths } from './expect-answers.ts';
import { EVERY_RELATION, scanSteps } from './list-scan.ts';
import { denseRows, FIELDS, graphRowsWithZeros, LAST_POSITION, LAST_TIME, NODES, rowSource } from './rows-arbitrary.ts';
import { viewersOf } from '../kit/viewer-arbitrary.ts';
import { byLength, scanWays, type ScannedWay } from './way-scan.ts';

const NOW = micros(LAST_TIME + 1);
const MOST_WAYS = 20_000;
const questionOn = (nodes: readonly Urn[]) =>
  fc.record({
    from: fc.constantFrom(...nodes),
    first: fc.constantFrom(1, 2, 5, 20, 100),
    asOf: fc.option(fc.nat(LAST_TIME)),
    position: fc.integer({ min: 1, max: LAST_POSITION }),
    viewer: viewersOf(nodes),
  });

test.each([
  ['At every moment and position', graphRowsWithZeros, NODES, 200],
  ['Where there are a great many', denseRows, FIELDS, 100],
])(
  '%s the paths are the first of all that there are.',
  async (_name, graph, nodes, numRuns) => {
    let several = 0;
    const questions = fc.array(questionOn(nodes), { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(graph, questions, async (rows, asked) => {
        const follower = follow(rowSource(rows), ontology);
        for (const position of [1, 4, LAST_POSITION]) await follower.catchUp(position);
        const traversal = createMemoryTraversal(follower.topology);
        for (const { from, first, asOf, position, viewer } of asked) {
          const isSeen = (id: Urn) => sightOf(viewer.visibility)(id) === 'SHOW';
          if (!isSeen(from)) continue;
          const setting = { of: [from], withShares: false, most: MOST_WAYS, viewer };
          const ways = scanWays(rows, position, asOf ?? NOW, setting);
          if (ways === null) continue;
          const { name } = scanSteps(rows, EVERY_RELATION, position, asOf ?? NOW, { viewer });
          for (const to of nodes.filter(isSeen)) {
            const isPath = (way: ScannedWay) => way.nodes.indexOf(name(to)) === way.nodes.length - 1;
            const all = ways.filter(isPath).sort(byLength);
            const at = { position, asOf: asOf === null ? null : micros(asOf), now: NOW, viewer };
            expectPaths(await traversal.paths({ from, to, first }, at), all, first);
            if (all.length > 1) several++;
          }
        }
      }),
      { numRuns },
    );
    expect(several).toBeGreaterThan(numRuns / 2);
  },
  120_000,
);
