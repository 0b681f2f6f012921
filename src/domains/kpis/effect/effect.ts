/** A measured difference and its 95 % confidence interval, in the KPI's unit. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Degrees of freedom of the t distribution that the interval was read from; a fraction as a rule. */
  readonly df: number;
}

export type Part = 'TREATMENT' | 'CONTROL' | 'BEFORE' | 'AFTER';

/**
 * Why there are no numbers:
 * - `NO_OBSERVATIONS`: a part has none.
 * - `TOO_FEW`: a part has some, but fewer than its method needs.
 * - `TOO_MANY`: the series is longer than its method takes.
 * - `NO_VARIANCE`: an observation of several says no variance.
 * - `NO_VARIATION`: the values do not vary about what is fitted, so nothing says how sure the estimate is.
 * - `INVALID`: a count that is not a whole number from 1, a negative variance, a number that is not finite or would
 *   not stay so.
 */
export type Reason = 'NO_OBSERVATIONS' | 'TOO_FEW' | 'TOO_MANY' | 'NO_VARIANCE' | 'NO_VARIATION' | 'INVALID';

/** That nothing could be measured; `part` is where it fails, null where it is no one part. */
export interface NotMeasured {
  readonly reason: Reason;
  readonly part: Part | null;
}

export function isNotMeasured(result: object): result is NotMeasured {
  return 'reason' in result;
}

export function notMeasured(reason: Reason, part: Part | null = null): NotMeasured {
  return { reason, part };
}
