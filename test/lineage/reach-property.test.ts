import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { ontology } from './ontology.ts';
import { PROVENANCES } from '../../src/kernel/fact.ts';
import { micros } from '../../src/kernel/time.ts';
import { sightOf } from '../../src/kernel/visibility.ts';
import { createMemoryTraversal } from '../../src/lineage/memory/traversal.ts';
import type { Reach, ReachedLink, ReachQuery } from '../../src/lineage/traversal.ts';
import { follow, type TopologyFollower } from '../../src/projections/topology/follow.ts';
import { readKept, writeKept } from '../../src/projections/topology/kept-file.ts';
import { createTopology } from '../../src/projections/topology/topology.ts';
import { listScan } from './list-scan.ts';
import { graphRows, LAST_POSITION, LAST_TIME, NODES, segmentSource } from './rows-arbitrary.ts';
import { viewersOf } from '../kit/viewer-arbitrary.ts';

function someOf<T>(items: readonly T[]): fc.Arbitrary<ReadonlySet<T> | null> {
  return fc.option(
    fc.subarray([...items]).map((chosen) => new Set(chosen)),
    { freq: 2 },
  );
}

const query: fc.Arbitrary<ReachQuery> = fc.record({
  of: fc.uniqueArray(fc.constantFrom(...NODES), { minLength: 1, maxLength: 2 }),
  direction: fc.constantFrom('UPSTREAM', 'DOWNSTREAM', 'BOTH'),
  depth: fc.constantFrom(null, null, 0, 1, 2, 3),
  kinds: someOf([...ontology.kinds.keys()]),
  through: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, someOf([...ontology.relationships.keys()])),
  provenance: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, someOf(PROVENANCES)),
  includeStale: fc.constant(true),
});

const question = fc.tuple(query, fc.option(fc.nat(LAST_TIME)), fc.nat(LAST_POSITION), viewersOf(NODES));

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
  let hiding = 0;
  await fc.assert(
    fc.asyncProperty(
      graphRows,
      fc.uniqueArray(fc.integer({ min: 1, max: LAST_POSITION }), { minLength: 1, maxLength: 4 }),
      // Seldom: to wait for the disk takes longer than all the rest.
      fc.nat(9).map((one) => one === 0),
      fc.array(question, { minLength: 8, maxLength: 8 }),
      async (rows, stops, isStopped, questions) => {
        let follower = follow(segmentSource(rows), ontology);
        for (const stop of stops.toSorted((a, b) => a - b)) {
          if (isStopped) follower = await takenUp(follower, segmentSource(rows));
          await follower.catchUp(stop);
        }
        const traversal = createMemoryTraversal(follower.topology);
        for (const [any, asOf, anywhere, viewer] of questions) {
          const asked = { ...any, of: any.of.filter((id) => sightOf(viewer.visibility)(id) === 'SHOW') };
          if (asked.of.length === 0) continue;
          const position = Math.min(anywhere, follower.position);
          const reach = await traversal.reach(asked, {
            position,
            asOf: asOf === null ? null : micros(asOf),
            now: micros(LAST_TIME + 1),
            viewer,
          });
          const expected = listScan(rows, asked, position, asOf ?? LAST_TIME + 1, viewer);
          expect(new Map(reach.nodes.map(({ id, depth }) => [id, depth]))).toEqual(expected.nodes);
          expect(texts(reach.links)).toEqual(texts(expected.links));
          expect(reach.limitHit).toBe(expected.isCut ? 'DEPTH' : null);
          expect(reach.hidden).toBe(expected.hidden);
          if (reach.hidden > 0) hiding++;
          expectOrder(reach);
        }
      },
    ),
    { numRuns: 700 },
  );
  expect(hiding).toBeGreaterThan(200);
}, 120_000);

/** Each link once, in an order of no meaning; confidences without the noise of multiplication. */
function texts(links: readonly ReachedLink[]): string[] {
  return links
    .map(({ from, to, hops, grain, relation, confidence, provenance }) =>
      JSON.stringify([from, to, hops, grain, relation, Math.round(confidence * 1e6), provenance]),
    )
    .sort();
}

function expectOrder({ nodes, links }: Reach): void {
  const nodeOrder = nodes.map(({ id, depth }) => `${depth} ${id}`);
  expect(nodeOrder).toEqual(nodeOrder.toSorted());
  const ranks = new Map(nodes.map(({ id }, rank) => [id, rank]));
  const linkOrder = links.map(({ from, to, relation }) => {
    const ends = [ranks.get(from)!, ranks.get(to)!].sort((a, b) => b - a).map((rank) => String(rank).padStart(2, '0'));
    return [...ends, relation?.type ?? ''].join(' ');
  });
  expect(linkOrder).toEqual(linkOrder.toSorted());
}
