import type { Urn } from '../../kernel/urn.ts';
import { incoming } from './incoming.ts';
import type { Pace } from './pace.ts';
import { compareIds } from './ranking.ts';
import type { Subgraph } from './subgraph.ts';
import type { Surest } from './surest.ts';

export interface FirstWays {
  /** Every node on such a way, each behind the one before it. */
  readonly nodes: readonly number[];
  /** By node: the last link of the way to it; -1 at its start. */
  readonly lastLinks: Int32Array;
  /** By link: the node that it comes from. */
  readonly sources: Int32Array;
}

/**
 * Of the surest ways of fewest links to each of these nodes, the first by the ids along it.
 *
 * Goes back from the targets over links that such ways can have, then forward by number of links. A way that is first
 * goes on from one that is, so within each number of links it is enough to compare the ranks of those before.
 */
export function* firstWays(
  graph: Subgraph,
  { costs, hops, isKnown }: Surest,
  targets: Iterable<number>,
  pace: Pace,
): Generator<undefined, FirstWays> {
  const { first, links, sources } = incoming(graph);
  const lastLinks = new Int32Array(graph.count).fill(-1);
  const isOn = new Uint8Array(graph.count);
  const levels: number[][] = [];

  function take(node: number): void {
    if (isOn[node] === 1 || isKnown[node] === 0) return;
    isOn[node] = 1;
    open.push(node);
  }

  function isOnSurest(link: number, node: number): boolean {
    const source = sources[link]!;
    return costs[source]! + graph.costs[link]! === costs[node] && hops[source]! + 1 === hops[node];
  }

  const open: number[] = [];
  for (const target of targets) take(target);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    (levels[hops[node]!] ??= []).push(node);
    for (let i = first[node]!; i < first[node + 1]!; i++) {
      if (isOnSurest(links[i]!, node)) take(sources[links[i]!]!);
    }
  }

  const ranks = new Int32Array(graph.count);
  for (const level of levels) {
    for (const node of level) {
      for (let i = first[node]!; i < first[node + 1]!; i++) {
        const link = links[i]!;
        const known = lastLinks[node]!;
        const isFirst = known === -1 || ranks[sources[link]!]! < ranks[sources[known]!]!;
        if (isFirst && isOnSurest(link, node)) lastLinks[node] = link;
      }
    }
    rank(level, (node) => (lastLinks[node] === -1 ? 0 : ranks[sources[lastLinks[node]!]!]!), graph, ranks);
    if (pace.look() === 'rest') yield;
  }
  return { nodes: levels.flat(), lastLinks, sources };
}

/** Ranks nodes by that of the node before, then by id. */
function rank(level: number[], before: (node: number) => number, graph: Subgraph, ranks: Int32Array): void {
  const ids = new Map<number, Urn>();
  const id = (node: number): Urn => {
    const known = ids.get(node) ?? graph.id(node);
    ids.set(node, known);
    return known;
  };
  level.sort((a, b) => before(a) - before(b) || compareIds(id(a), id(b)));
  for (const [index, node] of level.entries()) ranks[node] = index;
}
