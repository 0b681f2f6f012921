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

/** Nodes between two looks at the clock. */
const NODES_AT_ONCE = 512;

/** Ranks what the fronts have come to within these levels, a node met by both with its lesser depth. Yields as the walk does. */
export function* rank(
  fronts: readonly Front[],
  level: number,
  strangers: readonly Urn[],
  nodes: NodeTable,
  isShown: (node: number) => boolean,
  pace: Pace,
): Generator<undefined, Ranked[]> {
  const ranked: Ranked[] = strangers.map((id) => ({ id, depth: 0, node: -1 }));
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
      if (depth <= level && !isOthers && isShown(node)) ranked.push({ id: nodes.urn(node), depth, node });
    }
  }
  return yield* sortInTurns(ranked, (a, b) => a.depth - b.depth || compareIds(a.id, b.id), pace);
}

/** By code unit, as all ids are ordered. */
export function compareIds(a: string, b: string): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}
