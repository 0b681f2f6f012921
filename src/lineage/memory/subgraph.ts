import { relationId } from '../../kernel/fact.ts';
import { grown } from '../../projections/topology/grown.ts';
import type { Topology } from '../../projections/topology/topology.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Way } from './contraction.ts';
import { relationOf } from './link-maker.ts';
import type { LinkReader } from './link-reader.ts';
import type { Pace } from './pace.ts';
import { compareIds } from './ranking.ts';
import type { Steps } from './steps.ts';

/**
 * What lies downstream of some starts, or upstream, as a graph of its own with small numbers: searches that look at it again and
 * again need not look at moments and grain any more. Nodes stand in the order of their depth, the starts first.
 *
 * A link into a start leads to a copy of it, from which nothing leads on; the copies stand last. So what is told of a
 * copy is what comes back to the start, or what another start does to it.
 *
 * Of several links from one node to another the cheapest is there. What is hidden from the viewer is there as it was
 * gathered, and gone once links are contracted over it.
 */
export interface Subgraph {
  readonly starts: number;
  readonly count: number;
  /** From here on nodes are copies of starts. */
  readonly firstCopy: number;
  /** Each node's number in the topology. */
  readonly nodes: Int32Array;
  /** Fewest links from a start; of a copy at least one. */
  readonly depths: Int32Array;
  /** The links out of a node are those from `firstOut[node]` on and before `firstOut[node + 1]`. */
  readonly firstOut: Int32Array;
  /** Of each link: the node it leads to, what it costs, its edge's slot, and 1 where it falls back to table grain. */
  readonly ends: Int32Array;
  readonly costs: Float64Array;
  readonly slots: Int32Array;
  readonly fallbacks: Uint8Array;
  /** By link: those that lead over hidden nodes and so are no edge's. */
  readonly contracted: ReadonlyMap<number, ContractedWay>;
  /** How many relations between what is shown are stale, also where a cheaper one is the link; and links over what is hidden. */
  readonly staleLinks: number;
  /** Whether all links are there: time was not up. */
  readonly isWhole: boolean;
  id(node: number): Urn;
}

/** The relations that a link stands for, taken together, and the product of what is on them beside confidence. */
export interface ContractedWay extends Way {
  readonly share: number;
}

/** What a link costs that this edge makes, to this end by the topology's number: the one away from the starts. */
export type LinkCost = (slot: number, isFallback: boolean, end: number) => number;

export interface SubgraphSetting {
  readonly topology: Topology;
  /** The topology's numbers of the nodes, by depth, the starts first. */
  readonly nodes: Int32Array;
  readonly starts: number;
  /** By the topology's number: fewest links from a start. */
  readonly depths: Int32Array;
  /** Fills the steps with what leads on from a node. */
  readonly expand: (node: number) => void;
  readonly steps: Steps;
  readonly isShown: (node: number) => boolean;
  readonly reader: LinkReader;
  readonly cost: LinkCost;
  /** Scratch by the topology's number: zeros, which it is left as. */
  readonly locals: Int32Array;
}

/** Nodes between two looks at the clock. */
const NODES_AT_ONCE = 64;

/** Yields as walks do. */
export function* gatherSubgraph(setting: SubgraphSetting, pace: Pace): Generator<undefined, Subgraph> {
  const { topology, starts, expand, steps, isShown, reader, cost, locals } = setting;
  const known = setting.nodes.length;
  const nodes = new Int32Array(known + starts);
  const depths = new Int32Array(known + starts);
  const firstOut = new Int32Array(known + starts + 1);
  /** Each node's last link in, plus one. */
  const lastIn = new Int32Array(known + starts);
  const copies = new Int32Array(starts).fill(-1);
  let ends = new Int32Array(known * 2);
  let costs = new Float64Array(known * 2);
  let slots = new Int32Array(known * 2);
  let fallbacks = new Uint8Array(known * 2);
  const stale = new Set<number>();
  let count = known;
  let links = 0;

  function copyOf(start: number, depth: number): number {
    if (copies[start] === -1) {
      nodes[count] = nodes[start]!;
      depths[count] = depth;
      copies[start] = count++;
    }
    return copies[start]!;
  }

  /** Of links that cost the same: rather one of the node itself than of its whole, then by type and discriminator. */
  function isRather(slot: number, fallback: number, link: number): boolean {
    if (fallback !== fallbacks[link]) return fallback < fallbacks[link]!;
    const [id, other] = [slot, slots[link]!].map((each) => relationId(relationOf(topology, each))) as [string, string];
    return compareIds(id, other) < 0;
  }

  function add(source: number, end: number, slot: number, fallback: number): void {
    const price = cost(slot, fallback === 1, nodes[end]!);
    let link = lastIn[end]! - 1;
    if (link >= firstOut[source]!) {
      if (price > costs[link]! || (price === costs[link] && !isRather(slot, fallback, link))) return;
    } else {
      link = links++;
      ends = grown(ends, links);
      costs = grown(costs, links);
      slots = grown(slots, links);
      fallbacks = grown(fallbacks, links);
      lastIn[end] = links;
    }
    ends[link] = end;
    costs[link] = price;
    slots[link] = slot;
    fallbacks[link] = fallback;
  }

  let source = 0;
  let isWhole = true;
  try {
    for (let local = 0; local < known; local++) {
      const node = setting.nodes[local]!;
      nodes[local] = node;
      depths[local] = setting.depths[node]!;
      locals[node] = local + 1;
    }
    for (; source < known; source++) {
      if (source % NODES_AT_ONCE === NODES_AT_ONCE - 1) {
        const time = pace.look();
        if (time === 'over') break;
        if (time === 'rest') yield;
      }
      firstOut[source] = links;
      expand(nodes[source]!);
      for (let i = 0; i < steps.length; i++) {
        const end = locals[steps.nodes[i]!]! - 1;
        if (end === -1) continue;
        if (reader.isStale(steps.slots[i]!) && isShown(nodes[source]!) && isShown(steps.nodes[i]!)) {
          stale.add(steps.slots[i]!);
        }
        add(source, end < starts ? copyOf(end, depths[source]! + 1) : end, steps.slots[i]!, steps.fallbacks[i]!);
      }
    }
    isWhole = source === known;
  } finally {
    for (let local = 0; local < known; local++) locals[setting.nodes[local]!] = 0;
  }
  firstOut.fill(links, source);
  const id = (local: number) => topology.nodes.urn(nodes[local]!);
  const contracted = new Map<number, ContractedWay>();
  return {
    starts,
    count,
    firstCopy: known,
    contracted,
    staleLinks: stale.size,
    nodes,
    depths,
    firstOut,
    ends,
    costs,
    slots,
    fallbacks,
    isWhole,
    id,
  };
}
