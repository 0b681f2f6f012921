import type { CanvasGraph, Decoration, Decorations } from '../canvas/graph.ts';
import { TEXTS } from '../texts.ts';
import type { LiveAlerts } from './live-alerts.ts';

/** How many alerts are open on each node of the graph that has any, by its id. */
export function alertCounts({ open }: LiveAlerts, graph: CanvasGraph): ReadonlyArray<readonly [string, number]> {
  const counts = new Map<string, number>();
  for (const { entity } of open?.values() ?? []) {
    if (entity !== null) counts.set(entity.id, (counts.get(entity.id) ?? 0) + 1);
  }
  return counts.size === 0 ? [] : graph.nodes.flatMap(({ id }) => (counts.has(id) ? [[id, counts.get(id)!]] : []));
}

/** With how many alerts are open. What else is told of a node stands: its tone, and before ours its badge. */
export function withAlerts(
  decorations: Decorations,
  counts: ReadonlyArray<readonly [id: string, count: number]>,
): Decorations {
  if (counts.length === 0) return decorations;
  const nodes = new Map(decorations.nodes);
  for (const [id, count] of counts) {
    const badge = TEXTS.live.onCanvas(count);
    const told: Decoration = nodes.get(id) ?? {};
    nodes.set(id, { tone: 'alert', ...told, badge: told.badge === undefined ? badge : `${told.badge} · ${badge}` });
  }
  return { nodes, links: decorations.links };
}
