import { createFindDetour } from './detour.ts';
import { createHeap } from './heap.ts';
import { incoming } from './incoming.ts';
import type { Pace } from './pace.ts';
import { compareIds } from './ranking.ts';
import type { Subgraph } from './subgraph.ts';
import { toTarget } from './to-target.ts';

/** All ways that begin with the first `kept` links of one that is known, and then go by none of these nodes. */
interface Branch {
  readonly known: readonly number[];
  readonly kept: number;
  readonly barred: ReadonlySet<number>;
  /** The best of them; null: not searched for yet, and it is no better than what stands below. */
  readonly way: readonly number[] | null;
  readonly hops: number;
  readonly cost: number;
}

/** Where ways from one node may not go on to: as in the branch before, and as the way that is known goes on. */
interface Barred {
  readonly before: ReadonlySet<number> | null;
  readonly next: number;
}

export interface SimplePaths {
  /** Each as its links. */
  readonly ways: readonly (readonly number[])[];
  /** What kept it from finding more: `PATHS`, that no more were asked for. Null: there are no more. */
  readonly limitHit: 'PATHS' | 'TIME' | null;
}

/**
 * The first ways from one node to another that come to no node twice: by their links, then by surety, then by ids.
 *
 * All ways are divided into branches by how they begin, and the best of the most promising branch comes next (Lawler's
 * form of Yen's algorithm). A branch is searched when it has its turn; until then a bound stands for it.
 */
export function* simplePaths(
  graph: Subgraph,
  from: number,
  target: number,
  most: number,
  pace: Pace,
): Generator<undefined, SimplePaths> {
  const { firstOut, ends, costs } = graph;
  const links = incoming(graph);
  const ahead = toTarget(graph, links, target);
  const findDetour = createFindDetour(graph, links, target, ahead);
  const branches: Branch[] = [];
  const heap = createHeap((a, b) => isBefore(graph, branches[a]!, branches[b]!));

  function add(branch: Branch): void {
    heap.push(branches.push(branch) - 1);
  }

  /** The ways on from a node behind these links, as a branch with a bound; if there can be any. */
  function addUnsearched(known: readonly number[], kept: number, cost: number, node: number, barred: Barred): void {
    let best: number | null = null;
    for (let link = firstOut[node]!; link < firstOut[node + 1]!; link++) {
      const end = ends[link]!;
      if (ahead.hops[end] === -1 || end === barred.next || barred.before?.has(end) === true) continue;
      if (best === null || isAheadOf(link, best)) best = link;
    }
    if (best === null) return;
    const hops = kept + 1 + ahead.hops[ends[best]!]!;
    const all = new Set([...(barred.before ?? []), barred.next]);
    add({ known, kept, barred: all, way: null, hops, cost: cost + costs[best]! + ahead.costs[ends[best]!]! });
  }

  function isAheadOf(a: number, b: number): boolean {
    const [one, other] = [ends[a]!, ends[b]!];
    if (ahead.hops[one] !== ahead.hops[other]) return ahead.hops[one]! < ahead.hops[other]!;
    return costs[a]! + ahead.costs[one]! < costs[b]! + ahead.costs[other]!;
  }

  /** What is left of a branch without the way that was its best, divided by where it leaves that way. */
  function divide({ kept, barred }: Branch, way: readonly number[]): void {
    let cost = 0;
    for (const [index, link] of way.entries()) {
      const node = links.sources[link]!;
      const next = ends[link]!;
      if (index >= kept) addUnsearched(way, index, cost, node, { before: index === kept ? barred : null, next });
      cost += costs[link]!;
    }
  }

  const ways: (readonly number[])[] = [];
  addUnsearched([], 0, 0, from, { before: null, next: -1 });
  for (let index = heap.pop(); index !== -1; index = heap.pop()) {
    const branch = branches[index]!;
    const time = pace.look();
    if (time === 'over') return { ways, limitHit: 'TIME' };
    if (time === 'rest') yield;
    if (branch.way !== null) {
      if (ways.length === most) return { ways, limitHit: 'PATHS' };
      ways.push(branch.way);
      divide(branch, branch.way);
      continue;
    }
    const kept = branch.known.slice(0, branch.kept);
    const node = kept.length === 0 ? from : ends[kept.at(-1)!]!;
    const nodes = [from, ...kept.map((link) => ends[link]!)];
    const rest = yield* findDetour(node, { nodes, first: branch.barred }, pace);
    if (rest === 'over') return { ways, limitHit: 'TIME' };
    if (rest === 'none') continue;
    const way = [...kept, ...rest];
    add({ ...branch, way, hops: way.length, cost: way.reduce((sum, link) => sum + costs[link]!, 0) });
  }
  return { ways, limitHit: null };
}

/** By links, then by cost. Of equals one that was not searched has its turn first, as its way may be the first by ids. */
function isBefore(graph: Subgraph, a: Branch, b: Branch): boolean {
  if (a.hops !== b.hops) return a.hops < b.hops;
  if (a.cost !== b.cost) return a.cost < b.cost;
  if (a.way === null || b.way === null) return a.way === null && b.way !== null;
  for (const [index, link] of a.way.entries()) {
    const [end, other] = [graph.ends[link]!, graph.ends[b.way[index]!]!];
    if (end !== other) return compareIds(graph.id(end), graph.id(other)) < 0;
  }
  return false;
}
