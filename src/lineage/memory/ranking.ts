import type { Urn } from '../../kernel/urn.ts';
import type { NodeTable } from '../../projections/topology/node-table.ts';
import type { Front } from './front.ts';

/** Nodes that appear, by depth and then id. */
export interface Ranked {
  readonly id: Urn;
  readonly depth: number;
  /** -1: a start that the topology does not know. */
  readonly node: number;
}

/** Ranks what the fronts have come to within these levels, a node met by both with its lesser depth. */
export function rank(
  fronts: readonly Front[],
  level: number,
  strangers: readonly Urn[],
  nodes: NodeTable,
  isShown: (node: number) => boolean,
): Ranked[] {
  const ranked: Ranked[] = strangers.map((id) => ({ id, depth: 0, node: -1 }));
  const [first, second] = fronts;
  for (const front of fronts) {
    const other = front === first ? second : first;
    for (let i = 0; i < front.count; i++) {
      const node = front.queue[i]!;
      const depth = front.depths[node]!;
      const otherDepth = other === undefined ? Infinity : other.depths[node]!;
      // Of equal depths the first front's counts.
      const isOthers = otherDepth < depth || (otherDepth === depth && front !== first);
      if (depth <= level && !isOthers && isShown(node)) ranked.push({ id: nodes.urn(node), depth, node });
    }
  }
  return ranked.sort((a, b) => a.depth - b.depth || compareIds(a.id, b.id));
}

/** By code unit, as all ids are ordered. */
export function compareIds(a: string, b: string): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}
