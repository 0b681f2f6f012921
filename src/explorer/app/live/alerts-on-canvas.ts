import type { Decoration, Decorations } from '../canvas/graph.ts';
import { TEXTS } from '../texts.ts';
import type { LiveAlerts } from './live-alerts.ts';

/** With how many alerts are open on each node. What else is told of a node stands: its tone, and before ours its badge. */
export function withAlerts({ nodes, links }: Decorations, { open }: LiveAlerts): Decorations {
  const counts = new Map<string, number>();
  for (const { entity } of open?.values() ?? []) {
    if (entity !== null) counts.set(entity.id, (counts.get(entity.id) ?? 0) + 1);
  }
  const both = new Map(nodes);
  for (const [id, count] of counts) {
    const badge = TEXTS.live.onCanvas(count);
    const told: Decoration = nodes.get(id) ?? {};
    both.set(id, { tone: 'alert', ...told, badge: told.badge === undefined ? badge : `${told.badge} · ${badge}` });
  }
  return { nodes: both, links };
}
