import type { Count } from '../domains/kind/connection.ts';
import type { Answer } from '../graphql/index.ts';
import { formatTime } from '../kernel/time.ts';
import { POSITION_HEADER } from '../kernel/cursor.ts';

/** GraphQL's `answer` as headers, for bodies that have no place for it; docs/export.md says what each means. */
export function honestyHeaders(
  { watermark, moment, limitHit, hidden, staleLinks }: Answer,
  total: Count,
): Record<string, string> {
  return {
    [POSITION_HEADER]: watermark,
    'x-throughline-as-of': formatTime(moment.asOf),
    'x-throughline-known-at': formatTime(moment.knownAt),
    // Told even where there is none: a header that is absent could have got lost on the way.
    'x-throughline-limit-hit': limitHit ?? 'none',
    'x-throughline-stale-links': String(staleLinks),
    'x-throughline-hidden': [hidden.disclosure, hidden.count ?? hidden.present]
      .filter((each) => each !== null)
      .join(' '),
    'x-throughline-total': String(total.value),
  };
}
