import type { Interval } from './effect.ts';

/**
 * Whether an effect is for the better: `POSITIVE` and `NEGATIVE` where the whole interval lies on one side of 0,
 * seen from the KPI's direction; else `INCONCLUSIVE`, and why.
 */
export type Verdict =
  | { readonly verdict: 'POSITIVE' | 'NEGATIVE' }
  | { readonly verdict: 'INCONCLUSIVE'; readonly why: 'NO_DIRECTION' | 'INTERVAL_HOLDS_ZERO' };

/** @param direction which way the KPI is better; null where its definition does not say */
export function verdictOn(
  { low, high }: Pick<Interval, 'low' | 'high'>,
  direction: 'HIGHER_IS_BETTER' | 'LOWER_IS_BETTER' | null,
): Verdict {
  if (direction === null) return { verdict: 'INCONCLUSIVE', why: 'NO_DIRECTION' };
  if (low <= 0 && high >= 0) return { verdict: 'INCONCLUSIVE', why: 'INTERVAL_HOLDS_ZERO' };
  return { verdict: low > 0 === (direction === 'HIGHER_IS_BETTER') ? 'POSITIVE' : 'NEGATIVE' };
}
