import { grown } from '../../projections/topology/grown.ts';
import type { Way } from './contraction.ts';
import { costOf } from './costs.ts';
import { createHeap } from './heap.ts';
import type { LinkTeller } from './link-teller.ts';
import type { Pace } from './pace.ts';
import type { ContractedWay, Subgraph } from './subgraph.ts';

/** Links between two looks at the clock. */
const LINKS_AT_ONCE = 4_096;

/** A way from a node over hidden ones. */
interface Found {
  readonly cost: number;
  /** What its confidence costs, of which the cost is the sum with that of its share. */
  readonly confidenceCost: number;
  readonly way: Way;
  readonly share: number;
  /** Its link, where it has no more. */
  readonly link: number;
}

/**
 * The subgraph without what is hidden: links lead over it. Of several ways from one node to another over hidden ones the
 * cheapest is the link, of those the one of fewest relations, then the surer; where these do not decide the weakest
 * provenance and the coarsest grain are told, and that it is stale where any is. A relation between the two is one of these ways.
 *
 * Depths are counted anew, in links. Yields as walks do.
 */
export function* contractSubgraph(
  graph: Subgraph,
  links: LinkTeller,
  isHidden: (inTopology: number) => boolean,
  pace: Pace,
): Generator<undefined, Subgraph> {
  const hidden = Uint8Array.from(graph.nodes.subarray(0, graph.count), (node) => Number(isHidden(node)));
  const best = new Map<number, Found>();
  const heap = createHeap((a, b) => compare(best.get(a)!, best.get(b)!) < 0);

  function extend(node: number, before: Found | null): number {
    for (let link = graph.firstOut[node]!; link < graph.firstOut[node + 1]!; link++) {
      const end = graph.ends[link]!;
      const found = longer(before, link);
      const known = best.get(end);
      const order = known === undefined ? -1 : compare(found, known);
      if (order > 0) continue;
      best.set(end, order === 0 ? united(found, known!) : found);
      if (hidden[end] === 1) heap.push(end);
    }
    return graph.firstOut[node + 1]! - graph.firstOut[node]!;
  }

  function longer(before: Found | null, link: number): Found {
    const { hops, confidence, provenance, grain, isStale } = links.way(link);
    const [cost, confidenceCost, share] = [graph.costs[link]!, costOf(confidence), links.share(link)];
    if (before === null) {
      return { cost, confidenceCost, share, way: { hops, confidence, provenance, grain, isStale }, link };
    }
    return {
      cost: before.cost + cost,
      confidenceCost: before.confidenceCost + confidenceCost,
      share: before.share * share,
      way: {
        hops: before.way.hops + hops,
        confidence: before.way.confidence * confidence,
        provenance: Math.max(before.way.provenance, provenance),
        grain: Math.max(before.way.grain, grain),
        isStale: before.way.isStale || isStale,
      },
      link: -1,
    };
  }

  const builder = createBuilder(graph, (node) => hidden[node] === 1);
  let followed = 0;
  for (let node = builder.next(); node !== -1; node = builder.next()) {
    best.clear();
    followed += extend(node, null);
    for (let next = heap.pop(); ; next = heap.pop()) {
      if (followed >= LINKS_AT_ONCE) {
        followed = 0;
        const time = pace.look();
        if (time === 'over') return builder.built(false);
        if (time === 'rest') yield;
      }
      if (next === -1) break;
      followed += extend(next, best.get(next)!);
    }
    builder.add(node, best);
  }
  return builder.built(graph.isWhole);
}

/** Negative where the first is the better way. */
function compare(a: Found, b: Found): number {
  return a.cost - b.cost || a.way.hops - b.way.hops || a.confidenceCost - b.confidenceCost;
}

function united(a: Found, b: Found): Found {
  const [provenance, grain] = (['provenance', 'grain'] as const).map((each) => Math.max(a.way[each], b.way[each]));
  const isStale = a.way.isStale || b.way.isStale;
  return { ...a, way: { ...a.way, provenance: provenance!, grain: grain!, isStale } };
}

/** Numbers what is shown by its depth, as links come, and puts the copies of starts last. */
function createBuilder(graph: Subgraph, isHidden: (node: number) => boolean) {
  const { starts, count: known, firstCopy } = graph;
  /** New numbers by old ones, and the other way round; copies are put last in the end. */
  const numbers = new Int32Array(known).fill(-1);
  const order: number[] = [];
  const depths = new Int32Array(known);
  const copies: number[] = [];
  const firstOut = [0];
  let ends = new Int32Array(known);
  let costs = new Float64Array(known);
  let slots = new Int32Array(known);
  let fallbacks = new Uint8Array(known);
  const contracted = new Map<number, ContractedWay>();
  let links = 0;
  let taken = 0;
  for (let start = 0; start < starts; start++) numbers[start] = order.push(start) - 1;

  function meet(node: number, depth: number): void {
    if (numbers[node] !== -1) return;
    const list = node >= firstCopy ? copies : order;
    numbers[node] = list.push(node) - 1;
    depths[node] = depth;
  }

  return {
    /** The next node whose links are wanted; -1 where there is none. */
    next: () => order[taken++] ?? -1,
    add(node: number, best: ReadonlyMap<number, Found>): void {
      for (const [end, { cost, way, share, link }] of best) {
        if (isHidden(end)) continue;
        meet(end, depths[node]! + 1);
        [ends, costs] = [grown(ends, links + 1), grown(costs, links + 1)];
        [slots, fallbacks] = [grown(slots, links + 1), grown(fallbacks, links + 1)];
        ends[links] = end;
        costs[links] = cost;
        slots[links] = link === -1 ? 0 : graph.slots[link]!;
        fallbacks[links] = link === -1 ? 0 : graph.fallbacks[link]!;
        if (link === -1) contracted.set(links, { ...way, share });
        links++;
      }
      firstOut.push(links);
    },
    built(isWhole: boolean): Subgraph {
      const old = [...order, ...copies];
      const nodes = Int32Array.from(old, (node) => graph.nodes[node]!);
      const isCopy = (node: number) => node >= firstCopy;
      for (let link = 0; link < links; link++) {
        ends[link] = numbers[ends[link]!]! + (isCopy(ends[link]!) ? order.length : 0);
      }
      return {
        starts,
        count: old.length,
        firstCopy: order.length,
        nodes,
        depths: Int32Array.from(old, (node) => depths[node]!),
        firstOut: Int32Array.from({ length: old.length + 1 }, (_, node) => firstOut[node] ?? links),
        ...{ ends, costs, slots, fallbacks, contracted, isWhole },
        staleLinks: graph.staleLinks + [...contracted.values()].filter(({ isStale }) => isStale).length,
        id: (node) => graph.id(old[node]!),
      };
    },
  };
}
