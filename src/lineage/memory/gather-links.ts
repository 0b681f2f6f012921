import type { Topology } from '../../projections/topology/topology.ts';
import type { ReadAt } from '../../store/ports.ts';
import { contract } from './contraction.ts';
import type { Front } from './front.ts';
import type { KindRoles } from './grain.ts';
import { createLinkReader } from './link-reader.ts';
import { createLinks, type Links, type Window } from './links.ts';
import type { Pace } from './pace.ts';
import type { Ranked } from './ranking.ts';
import type { Steps } from './steps.ts';

/** What has been walked, and what of it appears. */
export interface Gathering {
  readonly topology: Topology;
  readonly roles: KindRoles;
  readonly at: ReadAt;
  readonly fronts: readonly Front[];
  /** The last level that counts. */
  readonly level: number;
  /** Those of which links are told, and perhaps more. */
  readonly ranked: readonly Ranked[];
  /** Every node that appears, by rank; -1 for what the topology does not know. */
  readonly order: readonly number[];
  /** Links are told whose later end has a rank from here on and before there. */
  readonly window: Window;
  /** Each node's rank plus one; 0 where it does not appear. */
  readonly ranks: Int32Array;
  /** How many of the first nodes are answered whatever the time. */
  readonly starts: number;
  readonly isShown: (node: number) => boolean;
  readonly steps: Steps;
}

export interface Gathered {
  readonly links: Links;
  /** Of how many nodes, from the first, the links are all there. Fewer than there are: time was up. */
  readonly done: number;
}

const NONE: Window = { from: 0, to: 0 };

/** Nodes between two looks at the clock. */
const NODES_AT_ONCE = 64;

/** Follows again what leads on from each node that appears, in the order of the ranks; now for the links' sake. Yields as the walk does. */
export function* gatherLinks(gathering: Gathering, pace: Pace): Generator<undefined, Gathered> {
  const { topology, roles, at, fronts, level, ranked, order, window, ranks, starts, isShown, steps } = gathering;
  const reader = createLinkReader(topology, roles, at);
  const setting = { topology, reader, ranked, window, count: order.length, isBoth: fronts.length > 1 };
  const links = createLinks(setting);

  /** Whether time was left for it. */
  function* gather(front: Front, node: number, rank: number): Generator<undefined, boolean> {
    front.expand(node);
    let hasHidden = false;
    for (let i = 0; i < steps.length; i++) {
      const next = steps.nodes[i]!;
      const other = ranks[next]! - 1;
      if (front.depths[next]! > level) continue;
      if (!isShown(next)) hasHidden = true;
      else if (other === -1) continue;
      else if (front.isUp) links.addRelation(other, rank, steps.slots[i]!, steps.fallbacks[i] === 1);
      else links.addRelation(rank, other, steps.slots[i]!, steps.fallbacks[i] === 1);
    }
    return !hasHidden || (yield* gatherContracted(front, rank));
  }

  function* gatherContracted(front: Front, rank: number): Generator<undefined, boolean> {
    const ways = yield* contract(front, steps, level, isShown, reader, pace);
    if (ways === null) return false;
    for (const [node, way] of ways) {
      const other = ranks[node]! - 1;
      if (other === -1) continue;
      if (front.isUp) links.addContracted(other, rank, way);
      else links.addContracted(rank, other, way);
    }
    return true;
  }

  /** The starts are told whatever the time; where it did not do for all their links, without any. */
  function upTo(rank: number): Gathered {
    return rank >= starts ? { links, done: rank } : { links: createLinks({ ...setting, window: NONE }), done: starts };
  }

  for (let rank = 0; rank < order.length; rank++) {
    const time = rank % NODES_AT_ONCE === NODES_AT_ONCE - 1 ? pace.look() : 'go';
    if (time === 'over') return upTo(rank);
    if (time === 'rest') yield;
    const node = order[rank]!;
    if (node === -1) continue;
    for (const front of fronts) {
      if (front.depths[node]! <= level && !(yield* gather(front, node, rank))) return upTo(rank);
    }
  }
  return { links, done: order.length };
}
