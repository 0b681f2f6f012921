import type { Moment } from './generated/operations.ts';

/** What was true at `asOf`, as far as the log knew it at `knownAt`; null: now. */
export function momentIn(query: URLSearchParams): Moment | null {
  const [asOf, knownAt] = [query.get('asOf'), query.get('knownAt')];
  if (asOf === null && knownAt === null) return null;
  return { ...(asOf === null ? {} : { asOf }), ...(knownAt === null ? {} : { knownAt }) };
}
