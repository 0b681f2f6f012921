import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { DecidedPage, DecidedQuery, ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import type { AlertRecord } from './alert.ts';

/** Of one scope, of those that were open at the beginning and of those that began since. */
const MOST = 1_000;

export interface AlertsDuring {
  /** Those that began first, first. */
  readonly alerts: readonly AlertRecord[];
  /** Whether these are all. */
  readonly isWhole: boolean;
}

/**
 * Alerts that were open at any time of a stretch, its end left out, on any of these entities: for each list of entities
 * its own, in two reads for all.
 */
export async function alertsDuring(
  scopes: readonly (readonly Urn[])[],
  { since, until }: { readonly since: Micros; readonly until: Micros },
  at: ReadAt,
  { services: { aliases, store } }: RequestContext,
): Promise<AlertsDuring[]> {
  const named = scopes.map((ids) => ids.flatMap((id) => aliases.namesOf(id, at)));
  const query = { kind: 'ALERT', first: MOST } satisfies Partial<DecidedQuery>;
  const [open, begun] = await Promise.all([
    store.graph.decidedOn(named, { ...query, open: true, after: null }, { ...at, asOf: since }),
    store.graph.decidedOn(named, { ...query, open: null, after: [until, ''] }, at),
  ]);
  return named.map((_, index) => together(open[index] as DecidedPage, begun[index] as DecidedPage, since));
}

function together(open: DecidedPage, begun: DecidedPage, since: Micros): AlertsDuring {
  const within = begun.items.filter((each) => each.since > since);
  const found = new Map([...open.items, ...within].map((each) => [each.id, each as AlertRecord]));
  const alerts = [...found.values()].sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
  const isCut = begun.hasNext && within.length === begun.items.length;
  return { alerts, isWhole: !open.hasNext && !isCut };
}
