import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { ontology } from './ontology.ts';
import { micros } from '../../src/kernel/time.ts';
import { sightOf } from '../../src/kernel/visibility.ts';
import { createMemoryTraversal } from '../../src/lineage/memory/traversal.ts';
import type { Reach, ReachedLink, ReachPage } from '../../src/lineage/traversal.ts';
import { follow, type TopologyFollower } from '../../src/projections/topology/follow.ts';
import { readKept, writeKept } from '../../src/projections/topology/kept-file.ts';
import { createTopology } from '../../src/projections/topology/topology.ts';
import { expectReach } from './expect-answers.ts';
import { listScan } from './list-scan.ts';
import { reachQuery } from './reach-query-arbitrary.ts';
import { graphRows, LAST_POSITION, LAST_TIME, NODES, rowSource, scheduleRows } from './rows-arbitrary.ts';
import { viewersOf } from '../kit/viewer-arbitrary.ts';

const question = fc.tuple(reachQuery, fc.option(fc.nat(LAST_TIME)), fc.nat(LAST_POSITION), viewersOf(NODES));

const folder = mkdtempSync(join(tmpdir(), 'throughline-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The same by way of the disk. */
async function takenUp(follower: TopologyFollower, source: Parameters<typeof follow>[0]): Promise<TopologyFollower> {
  const { position, topology } = follower;
  const file = join(folder, 'topology.kept');
  await writeKept(file, { form: 'one', place: { position, recordedAt: micros(0) }, tables: topology.keep() });
  const kept = await readKept(file, 'one');
  if (kept === null) throw new Error('What was kept can not be read.');
  return follow(source, ontology, { topology: createTopology(ontology, kept.tables), position: kept.place.position });
}

test('At every moment and position what a viewer reaches equals what scanning the list of all rows finds.', async () => {
  let [hiding, stale] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      graphRows,
      scheduleRows,
      fc.uniqueArray(fc.integer({ min: 1, max: LAST_POSITION }), { minLength: 1, maxLength: 4 }),
      // Seldom: to wait for the disk takes longer than all the rest.
      fc.nat(9).map((one) => one === 0),
      fc.array(question, { minLength: 8, maxLength: 8 }),
      async (rows, schedule, stops, isStopped, questions) => {
        const source = rowSource(rows, schedule);
        let follower = follow(source, ontology);
        for (const stop of stops.toSorted((a, b) => a - b)) {
          if (isStopped) follower = await takenUp(follower, source);
          await follower.catchUp(stop);
        }
        const traversal = createMemoryTraversal(follower.topology);
        for (const [any, asOf, anywhere, viewer] of questions) {
          const asked = { ...any, of: any.of.filter((id) => sightOf(viewer.visibility)(id) === 'SHOW') };
          if (asked.of.length === 0) continue;
          const position = Math.min(anywhere, follower.position);
          const at = {
            position,
            asOf: asOf === null ? null : micros(asOf),
            now: micros(LAST_TIME + 1),
            viewer,
          };
          const reach = await traversal.reach(asked, at);
          const expected = listScan(rows, asked, position, asOf ?? LAST_TIME + 1, { viewer, schedule });
          expectReach(reach, expected);
          await expectPages(reach, (page) => traversal.reach({ ...asked, page }, at));
          stale += reach.staleLinks;
          if (reach.hidden > 0) hiding++;
        }
      },
    ),
    { numRuns: 700 },
  );
  expect(hiding).toBeGreaterThan(200);
  expect(stale).toBeGreaterThan(100);
});

/** Pages are slices of the whole, and tell as much of it. */
async function expectPages(whole: Reach, ask: (page: ReachPage) => Reach | Promise<Reach>): Promise<void> {
  const { nodes, links, ...rest } = whole;
  const ranks = new Map(nodes.map(({ id }, rank) => [id, rank]));
  const later = ({ from, to }: ReachedLink) => Math.max(ranks.get(from)!, ranks.get(to)!);
  for (const [skip, first] of [
    [0, 2],
    [2, 3],
    [1, 100],
  ] as const) {
    const onPage = links.filter((link) => later(link) >= skip && later(link) < skip + first);
    const page = { nodes: nodes.slice(skip, skip + first), ...rest };
    expect(await ask({ skip, first, links: 'TOLD' })).toEqual({ ...page, links: onPage });
    expect(await ask({ skip, first, links: 'COUNTED' })).toEqual({ ...page, links: [] });
    expect(await ask({ skip, first, links: 'LEFT' })).toEqual({ ...page, links: [], staleLinks: 0 });
  }
}
