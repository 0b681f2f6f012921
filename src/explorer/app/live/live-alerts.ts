import type { FollowAlertsSubscription, OpenAlertsQuery } from '../generated/operations.ts';

export type LiveAlert = OpenAlertsQuery['alerts']['nodes'][number];
export type AlertEvent = Extract<FollowAlertsSubscription['alerts'], { readonly __typename: 'AlertEvent' }>;

/** How alerts stand, and what happened to them while the page was open. */
export interface LiveAlerts {
  /** Those that are open, by id; null until they came. */
  readonly open: ReadonlyMap<string, LiveAlert> | null;
  /** How many more are open than can be held here. */
  readonly beyond: number;
  /** Those that were raised meanwhile, the latest first. */
  readonly news: readonly LiveAlert[];
  /** How often something happened to any. */
  readonly events: number;
  /** How often something happened to alerts on an entity, by its id. */
  readonly changes: ReadonlyMap<string, number>;
}

export const NOTHING_YET: LiveAlerts = { open: null, beyond: 0, news: [], events: 0, changes: new Map() };

/** So many news are told of. */
const NEWS = 20;

/** As they were found open. */
export function asFound(live: LiveAlerts, { nodes, total }: OpenAlertsQuery['alerts']): LiveAlerts {
  return { ...live, open: new Map(nodes.map((alert) => [alert.id, alert])), beyond: total.value - nodes.length };
}

/** As they are behind an event. */
export function behind(live: LiveAlerts, { type, alert }: AlertEvent): LiveAlerts {
  const open = new Map(live.open ?? []);
  // What had begun before and is not held here was counted among those beyond.
  const wasBeyond = live.beyond > 0 && type !== 'RAISED' && !open.has(alert.id);
  if (alert.state === 'RESOLVED') open.delete(alert.id);
  else open.set(alert.id, alert);
  const changes = new Map(live.changes);
  if (alert.entity !== null) changes.set(alert.entity.id, (changes.get(alert.entity.id) ?? 0) + 1);
  const news = type === 'RAISED' ? [alert, ...live.news].slice(0, NEWS) : live.news;
  return { ...live, open, beyond: live.beyond - (wasBeyond ? 1 : 0), events: live.events + 1, changes, news };
}

/** Those that are open, the latest first. */
export function openOnes({ open }: LiveAlerts): LiveAlert[] {
  return [...(open?.values() ?? [])].sort((a, b) => b.startsAt.localeCompare(a.startsAt));
}
