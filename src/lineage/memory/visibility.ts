import { sightOf, seesAll, type Sight } from '../../kernel/visibility.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import { grown } from '../../projections/topology/grown.ts';
import type { NodeTable } from '../../projections/topology/node-table.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Front } from './front.ts';

/** What is hidden of the topology's nodes, by their numbers. */
export interface NodeSight {
  /** It does not appear. */
  isHidden(node: number): boolean;
  /** Nor does a walk enter it: the viewer's graph is without it, and without its relations. */
  isStopped(node: number): boolean;
}

const SIGHTS: readonly Sight[] = ['SHOW', 'PASS', 'STOP'];
const [SHOW, STOP] = [1, 3];

/** By what is seen, and by the nodes: what was found out once, by node, as a place in SIGHTS plus one. */
const known = new WeakMap<(id: Urn) => Sight, WeakMap<NodeTable, { sights: Uint8Array }>>();

/** Null for a viewer who sees all: then nobody needs to look. */
export function nodeSight(nodes: NodeTable, { visibility }: Viewer): NodeSight | null {
  if (seesAll(visibility)) return null;
  const sight = sightOf(visibility);
  const byNodes = known.get(sight) ?? new WeakMap<NodeTable, { sights: Uint8Array }>();
  known.set(sight, byNodes);
  const kept = byNodes.get(nodes) ?? { sights: new Uint8Array(0) };
  byNodes.set(nodes, kept);

  function of(node: number): number {
    if (node >= kept.sights.length) kept.sights = grown(kept.sights, nodes.count);
    const found = kept.sights[node]!;
    return found === 0 ? (kept.sights[node] = SIGHTS.indexOf(sight(nodes.urn(node))) + 1) : found;
  }

  return { isHidden: (node) => of(node) !== SHOW, isStopped: (node) => of(node) === STOP };
}

/** How many hidden nodes the fronts have come to within these levels: those gone through, and those stopped at. */
export function countHidden(fronts: readonly Front[], level: number, sight: NodeSight | null): number {
  if (sight === null) return 0;
  const hidden = new Set<number>();
  for (const { queue, depths, count, stopped } of fronts) {
    for (const node of stopped) hidden.add(node);
    for (let i = 0; i < count; i++) if (depths[queue[i]!]! <= level && sight.isHidden(queue[i]!)) hidden.add(queue[i]!);
  }
  return hidden.size;
}
