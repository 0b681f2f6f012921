import type { Micros } from '../../kernel/time.ts';
import { inOrder, type RelationClaim } from './relation-state.ts';
import { gapsOf, type RunList } from './run-list.ts';

/**
 * When a source's claims of a relation end because its runs did not show it any more: between one claim and the next,
 * where runs enough in a row did not show what the source had seen, at the start of the first of these.
 * @param claims of one source, whatever their order, and no endings among them
 * @param mark of the relation
 * @param believed endings as they were: those before the list's first run can not be told from it, and stand
 */
export function endingsOf(
  claims: readonly RelationClaim[],
  list: RunList,
  mark: string,
  believed: readonly Micros[],
): Micros[] {
  const horizon = list.complete ? -Infinity : (list.runs[0]?.start ?? Infinity);
  const sorted = inOrder(claims);
  const gaps = gapsOf(list.runs, mark);
  let [observed, next] = [false, 0];
  return sorted.flatMap((claim, index) => {
    observed = claim.holds && (observed || claim.provenance === 'OBSERVED');
    if (!observed) return [];
    const until = sorted[index + 1]?.at ?? Infinity;
    while (next < gaps.length && (gaps[next]?.[0] ?? Infinity) <= claim.at) next += 1;
    const gap = gaps[next];
    const ending =
      believed.find((at) => claim.at < at && at < until && at < horizon) ??
      (gap !== undefined && gap[1] < until ? gap[0] : null);
    if (ending === null) return [];
    observed = false;
    return [ending];
  });
}
