import type { Urn } from '../../kernel/urn.ts';
import type { NodeTable } from '../../projections/topology/node-table.ts';
import type { Front } from './front.ts';
import type { Pace } from './pace.ts';
import { sortInTurns } from './sort-in-turns.ts';

/** Nodes that appear, by depth and then id. */
export interface Ranked {
  readonly id: Urn;
  readonly depth: number;
  /** -1: a start that the topology does not know. */
  readonly node: number;
}

export interface Ranking {
  /** The first ones, at least as many as were wanted where there are so many. */
  readonly ranked: readonly Ranked[];
  /** Those behind, by depth alone. */
  readonly others: readonly number[];
  /** Whether there are more than there may be, which were left out. */
  readonly isCut: boolean;
}

export interface ToRank {
  readonly fronts: readonly Front[];
  /** The last level that counts. */
  readonly level: number;
  /** Starts that the topology does not know. */
  readonly strangers: readonly Urn[];
  readonly nodes: NodeTable;
  readonly isShown: (node: number) => boolean;
  /** How many are wanted in order; of more nodes than there may be all, as it tells which they are. */
  readonly wanted: number;
  readonly most: number;
}

/** Nodes between two looks at the clock. */
const NODES_AT_ONCE = 512;

/** Ranks what the fronts have come to within these levels, a node met by both with its lesser depth. Yields as the walk does. */
export function* rank(toRank: ToRank, pace: Pace): Generator<undefined, Ranking> {
  const { strangers, nodes, wanted, most } = toRank;
  const byDepth = yield* nodesByDepth(toRank, pace);
  const count = byDepth.reduce((sum, { length }) => sum + length, strangers.length);
  const enough = count > most ? Infinity : wanted;
  const ranked: Ranked[] = [];
  const others: number[] = [];
  for (const [depth, level] of byDepth.entries()) {
    if (ranked.length >= enough) {
      for (const node of level) others.push(node);
      continue;
    }
    const named: Ranked[] = depth === 0 ? strangers.map((id) => ({ id, depth, node: -1 })) : [];
    for (const [index, node] of level.entries()) {
      if (index % NODES_AT_ONCE === NODES_AT_ONCE - 1 && pace.look() === 'rest') yield;
      named.push({ id: nodes.urn(node), depth, node });
    }
    for (const each of yield* sortInTurns(named, (a, b) => compareIds(a.id, b.id), pace)) ranked.push(each);
  }
  const isCut = count > most;
  return isCut ? { ranked: ranked.slice(0, most), others: [], isCut } : { ranked, others, isCut };
}

function* nodesByDepth({ fronts, level, isShown }: ToRank, pace: Pace): Generator<undefined, number[][]> {
  // The starts' level is there even where the topology knows none of them.
  const byDepth: number[][] = [[]];
  const [first, second] = fronts;
  for (const front of fronts) {
    const other = front === first ? second : first;
    for (let i = 0; i < front.count; i++) {
      if (i % NODES_AT_ONCE === NODES_AT_ONCE - 1 && pace.look() === 'rest') yield;
      const node = front.queue[i]!;
      const depth = front.depths[node]!;
      const otherDepth = other === undefined ? Infinity : other.depths[node]!;
      // Of equal depths the first front's counts.
      const isOthers = otherDepth < depth || (otherDepth === depth && front !== first);
      if (depth <= level && !isOthers && isShown(node)) (byDepth[depth] ??= []).push(node);
    }
  }
  // Of a level there may be none that are shown.
  return Array.from(byDepth, (each) => each ?? []);
}

/** By code unit, as all ids are ordered. */
export function compareIds(a: string, b: string): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}
