import type { Micros } from '../../../kernel/time.ts';
import { designOf } from './design.ts';
import { notMeasured, type Interval, type NotMeasured } from './effect.ts';
import { leastSquares, weightsOf } from './least-squares.ts';
import { neweyWest } from './newey-west.ts';
import { studentInterval } from './student.ts';
import { autocorrelationOf, underWorkingModel } from './working-model.ts';

/** Different times that either segment needs at least. */
export const FEWEST = 12;
/** Observations that are taken at most: time and memory grow by their square. Longer series are first gathered by day. */
export const MOST = 1000;

export interface Observation {
  readonly time: Micros;
  readonly value: number;
}

export interface SegmentedEffect extends Interval {
  readonly method: 'SEGMENTED_REGRESSION';
  /** How many observations there are before the change, and from it on. */
  readonly before: number;
  readonly after: number;
  /** How much higher the values are from the change on, at the moment of the change. */
  readonly step: number;
  /** How much more they rise each day. */
  readonly trendChange: number;
  /** Whether differences between weekdays (UTC) were taken out. */
  readonly weekdays: boolean;
}

/**
 * How much higher a series is after a change than its level, trend and weekdays before say that it would be: on average
 * over the observations from the change on (segmented regression of an interrupted time series; Wagner, Soumerai, Zhang
 * and Ross-Degnan 2002). The interval allows for autocorrelation: Newey–West errors with a lag of 1.3 √n (Lazarus,
 * Lewis, Stock and Watson 2018), scaled, and read from a t distribution, as {@link underWorkingModel} says.
 *
 * Of 2,000 daily series without effect for each of 60, 120 and 180 days, each value with 0, 0.3 or 0.6 of the last one in
 * it, the interval held 0 in 95.8 to 97.2 of 100; docs/adr/0021 has the table, and what else was tried.
 *
 * @param observations in any order, at any distance; those at the very time of the change count as after it
 */
export function segmentedRegression(
  observations: readonly Observation[],
  change: Micros,
): SegmentedEffect | NotMeasured {
  if (!observations.every(({ time, value }) => Number.isFinite(time) && Number.isFinite(value))) {
    return notMeasured('INVALID');
  }
  if (observations.length > MOST) return notMeasured('TOO_MANY');
  const series = observations.toSorted((a, b) => a.time - b.time);
  const times = series.map(({ time }) => time);
  const [before, after] = [times.filter((time) => time < change), times.filter((time) => time >= change)];
  const lacking = lackOf(before, 'BEFORE') ?? lackOf(after, 'AFTER');
  if (lacking !== null) return lacking;

  const { rows, averageEffect, weekdays } = designOf(before, after, change);
  // From the first value on, not from 0: of values far from 0 the digits that differ would be lost.
  const values = series.map(({ value }) => value - series[0]!.value);
  const fit = leastSquares(rows, values);
  if (norm(fit.residuals) <= 1e-12 * norm(values)) return notMeasured('NO_VARIATION');

  const weights = weightsOf(fit, averageEffect);
  const lag = Math.ceil(1.3 * Math.sqrt(series.length));
  const variance = neweyWest(
    weights.map((weight, index) => weight * fit.residuals[index]!),
    lag,
  );
  const { scale, df } = underWorkingModel(fit.basis, weights, lag, autocorrelationOf(fit.residuals));
  const [, , step, trendChange] = fit.coefficients as [number, number, number, number];
  const estimate = averageEffect.reduce((sum, factor, index) => sum + factor * fit.coefficients[index]!, 0);
  const interval = studentInterval(estimate, Math.sqrt(scale * variance), df);
  if (!Object.values(interval).every(Number.isFinite)) return notMeasured('INVALID');
  return {
    method: 'SEGMENTED_REGRESSION',
    ...interval,
    ...{ before: before.length, after: after.length, step, trendChange, weekdays },
  };
}

function lackOf(times: readonly Micros[], part: 'BEFORE' | 'AFTER'): NotMeasured | null {
  if (times.length === 0) return notMeasured('NO_OBSERVATIONS', part);
  return new Set(times).size < FEWEST ? notMeasured('TOO_FEW', part) : null;
}

function norm(numbers: readonly number[]): number {
  return Math.hypot(...numbers);
}
