import { expect } from 'vitest';
import { urnParts, type Urn } from '../../src/kernel/urn.ts';
import type { Viewer } from '../../src/kernel/viewer.ts';
import { sightOf } from '../../src/kernel/visibility.ts';
import type { FoundPath, FoundPaths, Impact, Reach, ReachedLink } from '../../src/lineage/traversal.ts';
import type { SegmentRow } from '../../src/store/ports.ts';
import type { listScan } from './list-scan.ts';
import { NODES } from './rows-arbitrary.ts';
import { byProduct, bySurety, valueOf, type ScannedWay } from './way-scan.ts';

/** What is reached is what scanning the list of all rows finds, in order. */
export function expectReach(reach: Reach, expected: ReturnType<typeof listScan>): void {
  expect(new Map(reach.nodes.map(({ id, depth }) => [id, depth]))).toEqual(expected.nodes);
  expect(linkTexts(reach.links)).toEqual(linkTexts(expected.links));
  expect(reach.staleLinks).toBe(expected.links.filter(({ isStale }) => isStale).length);
  expect(reach.limitHit).toBe(expected.isCut ? 'DEPTH' : null);
  expect(reach.hidden).toBe(expected.hidden);
  expectOrder(reach);
}

/** Each link once, in an order of no meaning; confidences without the noise of multiplication. */
function linkTexts(links: readonly ReachedLink[]): string[] {
  return links
    .map(({ from, to, hops, grain, relation, confidence, provenance, isStale }) =>
      JSON.stringify([from, to, hops, grain, relation, Math.round(confidence * 1e6), provenance, isStale]),
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

/** What is at risk is what going every single way finds. @param now the rows that hold */
export async function expectImpact(
  impact: Impact,
  ways: readonly ScannedWay[],
  now: readonly SegmentRow[],
  viewer: Viewer,
): Promise<void> {
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
    expect(pathTexts(path())).toEqual(
      best.steps.map((step) => JSON.stringify([step.from, step.to, step.stored, step.hops])),
    );
    expect(path().nodes).toEqual(best.nodes);
    expect(confidence).toBeCloseTo(valueOf(best.confidence), 5);
    expect(stageShare).toBeCloseTo(valueOf(best.share), 5);
    expect(shortestPaths).toBe(ending.filter((way) => way.steps.length === fewest).length);
  }
  const isSeen = (id: Urn) => sightOf(viewer.visibility)(id) === 'SHOW';
  expect(await impact.owners()).toEqual(ownersIn(surest, now).filter(({ id }) => isSeen(id)));
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

function pathTexts({ links }: FoundPath): string[] {
  return links.map(({ from, to, relation, hops }) => JSON.stringify([from, to, relation, hops]));
}

/** The paths are the first of all that there are. */
export function expectPaths({ paths, limitHit }: FoundPaths, all: readonly ScannedWay[], first: number): void {
  const expected = all.slice(0, first);
  expect(paths.map(({ nodes }) => nodes)).toEqual(expected.map(({ nodes }) => nodes));
  expect(paths.map(({ links }) => links.map(({ relation, hops }) => [relation, hops]))).toEqual(
    expected.map(({ steps }) => steps.map(({ stored, hops }) => [stored, hops])),
  );
  expect(limitHit).toBe(all.length > first ? 'PATHS' : null);
}
