import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ontology } from './ontology.ts';
import { micros } from '../../src/kernel/time.ts';
import { urnParts, type Urn } from '../../src/kernel/urn.ts';
import type { Viewer } from '../../src/kernel/viewer.ts';
import { sightOf } from '../../src/kernel/visibility.ts';
import { createMemoryTraversal } from '../../src/lineage/memory/traversal.ts';
import type { Impact, FoundPath } from '../../src/lineage/traversal.ts';
import type { SegmentRow } from '../../src/store/ports.ts';
import { follow } from '../../src/projections/topology/follow.ts';
import { scanSteps } from './list-scan.ts';
import {
  denseRows,
  FIELDS,
  graphRowsWithZeros,
  LAST_POSITION,
  LAST_TIME,
  NODES,
  segmentSource,
} from './rows-arbitrary.ts';
import { viewersOf } from '../kit/viewer-arbitrary.ts';
import { byProduct, bySurety, scanWays, valueOf, type ScannedWay } from './way-scan.ts';

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
        fc.array(
          fc.tuple(
            fc.uniqueArray(fc.constantFrom(...nodes), { minLength: 1, maxLength: 3 }),
            fc.option(fc.nat(LAST_TIME)),
            fc.integer({ min: 1, max: LAST_POSITION }),
            viewersOf(nodes),
          ),
          { minLength: 4, maxLength: 4 },
        ),
        async (rows, questions) => {
          const follower = follow(segmentSource(rows), ontology);
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
            const { now } = scanSteps(rows, { through: null, provenance: null }, position, asOf ?? NOW, viewer);
            const affecting = ways.filter((way) => way.steps.length > 0);
            expectImpact(await traversal.impact({ of, targets: TARGETS }, at), affecting, now, viewer);
          }
        },
      ),
      { numRuns },
    );
    expect(checked).toBeGreaterThan(numRuns * 2);
  },
  120_000,
);

function expectImpact(impact: Impact, ways: readonly ScannedWay[], now: readonly SegmentRow[], viewer: Viewer): void {
  const byEnd = grouped(ways, (way) => way.nodes.at(-1)!);
  const kinds = grouped(byEnd.keys(), (id) => urnParts(id).kind);
  expect(impact.counts).toEqual(new Map([...kinds].map(([kind, ids]) => [kind, ids.length])));
  expect(impact.limitHit).toBeNull();

  const found = new Map(impact.targets.map((target) => [target.id, target]));
  expect(new Set(found.keys())).toEqual(new Set(byEnd.keys()));
  const surest = [...byEnd.values()].map((ending) => ending.toSorted(bySurety)[0]!);
  for (const best of surest) {
    const id = best.nodes.at(-1)!;
    const ending = byEnd.get(id)!;
    const fewest = Math.min(...ending.map((way) => way.steps.length));
    const { confidence, stageShare, shortestPaths, path } = found.get(id)!;
    expect(texts(path())).toEqual(
      best.steps.map((step) => JSON.stringify([step.from, step.to, step.stored, step.hops])),
    );
    expect(path().nodes).toEqual(best.nodes);
    expect(confidence).toBeCloseTo(valueOf(best.confidence), 5);
    expect(stageShare).toBeCloseTo(valueOf(best.share), 5);
    expect(shortestPaths).toBe(ending.filter((way) => way.steps.length === fewest).length);
  }
  const isSeen = (id: Urn) => sightOf(viewer.visibility)(id) === 'SHOW';
  expect(impact.owners()).toEqual(ownersIn(surest, now).filter(({ id }) => isSeen(id)));
}

/** Owners of what the ways end at, and of what that is part of. */
function ownersIn(ways: readonly ScannedWay[], now: readonly SegmentRow[]) {
  const into = (id: Urn, type: string) =>
    now.filter(({ key }) => key.type === type && key.to === id).map(({ key }) => key.from);
  const answersFor = (owner: Urn, id: Urn): boolean =>
    [id, ...(/:field:|:feature:/.test(id) ? into(id, 'CONTAINS') : [])].some((each) =>
      into(each, 'OWNS').includes(owner),
    );
  const ids = ways.toSorted((a, b) => byProduct(a, b) || (a.nodes.at(-1)! < b.nodes.at(-1)! ? -1 : 1));
  return NODES.filter((id) => ids.some((way) => answersFor(id, way.nodes.at(-1)!)))
    .map((id) => ({ id, owns: ids.filter((way) => answersFor(id, way.nodes.at(-1)!)) }))
    .sort((a, b) => byProduct(a.owns[0]!, b.owns[0]!) || (a.id < b.id ? -1 : 1))
    .map(({ id, owns }) => ({ id, owns: owns.map((way) => way.nodes.at(-1)!) }));
}

function grouped<T, K>(items: Iterable<T>, key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

function texts({ links }: FoundPath): string[] {
  return links.map(({ from, to, relation, hops }) => JSON.stringify([from, to, relation, hops]));
}
