import { createHeap } from './heap.ts';
import type { Incoming } from './incoming.ts';
import type { Pace } from './pace.ts';
import { compareIds } from './ranking.ts';
import type { Subgraph } from './subgraph.ts';
import type { ToTarget } from './to-target.ts';

/** What a way has to keep clear of. */
export interface Barred {
  /** Nodes that it may not come to. */
  readonly nodes: Iterable<number>;
  /** Where its first link may not lead to. */
  readonly first: ReadonlySet<number>;
}

/** Finds ways from node to target; made once for many searches on one subgraph. */
export type FindDetour = (
  from: number,
  barred: Barred,
  pace: Pace,
) => Generator<undefined, readonly number[] | 'none' | 'over'>;

/** Links between two looks at the clock. */
const LINKS_AT_ONCE = 4_096;

/**
 * The way of fewest links, then the surest, then the first by ids, as its links. The search is led by what is known of
 * the way without bars (A*), so that it hardly strays; and it goes on through all that is equally good, so that the ids
 * can decide.
 */
export function createFindDetour(
  graph: Subgraph,
  { first, links, sources }: Incoming,
  target: number,
  ahead: ToTarget,
): FindDetour {
  const { count, firstOut, ends, costs } = graph;
  const behindHops = new Int32Array(count);
  const behindCosts = new Float64Array(count);
  /** The search that last met a node, and the one that last was done with it, in which it is barred or on a best way. */
  const metIn = new Int32Array(count);
  const doneIn = new Int32Array(count);
  const barredIn = new Int32Array(count);
  const onBestIn = new Int32Array(count);
  const heap = createHeap(isBetter);
  let search = 0;

  function hopsBy(node: number): number {
    return behindHops[node]! + ahead.hops[node]!;
  }

  function costBy(node: number): number {
    return behindCosts[node]! + ahead.costs[node]!;
  }

  function isBetter(a: number, b: number): boolean {
    return hopsBy(a) < hopsBy(b) || (hopsBy(a) === hopsBy(b) && costBy(a) < costBy(b));
  }

  function isOnBest(link: number): boolean {
    const [source, end] = [sources[link]!, ends[link]!];
    return (
      doneIn[source] === search &&
      behindHops[source]! + 1 === behindHops[end] &&
      behindCosts[source]! + costs[link]! === behindCosts[end]
    );
  }

  /** Of the best ways from the node to the target, the first by ids. */
  function firstByIds(from: number, isOpen: (link: number) => boolean): number[] {
    const open = [target];
    onBestIn[target] = search;
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      for (let i = first[node]!; i < first[node + 1]!; i++) {
        const link = links[i]!;
        const source = sources[link]!;
        if (onBestIn[source] === search || !isOnBest(link) || !isOpen(link)) continue;
        onBestIn[source] = search;
        open.push(source);
      }
    }
    const way: number[] = [];
    for (let node = from; node !== target; node = ends[way.at(-1)!]!) {
      let next = -1;
      for (let link = firstOut[node]!; link < firstOut[node + 1]!; link++) {
        if (onBestIn[ends[link]!] !== search || !isOnBest(link) || !isOpen(link)) continue;
        if (next === -1 || compareIds(graph.id(ends[link]!), graph.id(ends[next]!)) < 0) next = link;
      }
      way.push(next);
    }
    return way;
  }

  return function* findDetour(from, barred, pace) {
    search++;
    for (const node of barred.nodes) barredIn[node] = search;
    const isOpen = (link: number) => sources[link] !== from || !barred.first.has(ends[link]!);
    heap.clear();
    behindHops[from] = 0;
    behindCosts[from] = 0;
    metIn[from] = search;
    heap.push(from);
    let followed = 0;
    for (let node = heap.pop(); node !== -1; node = heap.pop()) {
      if (doneIn[target] === search && isBetter(target, node)) break;
      doneIn[node] = search;
      if (node === target) continue;
      for (let link = firstOut[node]!; link < firstOut[node + 1]!; link++) {
        const end = ends[link]!;
        if (barredIn[end] === search || ahead.hops[end] === -1 || !isOpen(link)) continue;
        const hops = behindHops[node]! + 1;
        const cost = behindCosts[node]! + costs[link]!;
        const isKnown = metIn[end] === search;
        if (isKnown && (hops > behindHops[end]! || (hops === behindHops[end] && cost >= behindCosts[end]!))) continue;
        metIn[end] = search;
        behindHops[end] = hops;
        behindCosts[end] = cost;
        heap.push(end);
      }
      followed += 1 + firstOut[node + 1]! - firstOut[node]!;
      if (followed < LINKS_AT_ONCE) continue;
      followed = 0;
      const time = pace.look();
      if (time === 'over') return 'over';
      if (time === 'rest') yield;
    }
    return doneIn[target] === search ? firstByIds(from, isOpen) : 'none';
  };
}
