import type { Moment } from './generated/operations.ts';

/** What of an address is a time. */
export const TIMES = ['asOf', 'knownAt', 'from', 'to', 'since', 'until'] as const;

/** What was true at `asOf`, as far as the log knew it at `knownAt`; null: now. */
export function momentIn(query: URLSearchParams): Moment | null {
  const [asOf, knownAt] = [query.get('asOf'), query.get('knownAt')];
  if (asOf === null && knownAt === null) return null;
  return { ...(asOf === null ? {} : { asOf }), ...(knownAt === null ? {} : { knownAt }) };
}

/** As it stands in an address. */
export function momentAsked({ asOf, knownAt }: Moment): Record<string, string> {
  return { ...(asOf ? { asOf } : {}), ...(knownAt ? { knownAt } : {}) };
}

const DAY_MS = 86_400_000;

/** How far back root causes are looked for where nobody has said. */
export const WINDOW_DAYS = 14;

/**
 * So many days, from a midnight in UTC on, up to the moment that an address looks at, as they stand in an address. The end
 * is null where it looks at now.
 */
export function daysBefore(query: URLSearchParams, days: number): readonly [begin: string, end: string | null] {
  const asOf = query.get('asOf');
  const end = Date.parse(asOf ?? '');
  // What is no time is refused by the page that asks as of it.
  const isNow = Number.isNaN(end);
  const begin = wholeSecond(Math.floor((isNow ? Date.now() : end) / DAY_MS - days) * DAY_MS);
  return [begin, isNow ? null : asOf];
}

/** As it stands in an address. */
export function wholeSecond(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
