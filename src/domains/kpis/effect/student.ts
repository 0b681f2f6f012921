import quantile from '@stdlib/stats-base-dists-t-quantile';
import type { Interval } from './effect.ts';

/** The 95 % interval about an estimate with this standard error, by Student's t distribution. */
export function studentInterval(estimate: number, error: number, df: number): Interval {
  const reach = quantile(0.975, df) * error;
  return { estimate, low: estimate - reach, high: estimate + reach, df };
}
