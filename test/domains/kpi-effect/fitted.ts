import { designOf } from '../../../src/domains/kpis/effect/design.ts';
import { leastSquares, weightsOf } from '../../../src/domains/kpis/effect/least-squares.ts';
import { neweyWest } from '../../../src/domains/kpis/effect/newey-west.ts';
import type { Observation } from '../../../src/domains/kpis/effect/segmented.ts';
import { CHANGE } from './series.ts';

/** The segmented regression of a series by its parts, with plain Newey–West errors. */
export function fitted(series: readonly Observation[]) {
  const times = series.map(({ time }) => time);
  const before = times.filter((time) => time < CHANGE);
  const after = times.filter((time) => time >= CHANGE);
  const { rows, averageEffect } = designOf(before, after, CHANGE);
  const values = series.map(({ value }) => value);
  const fit = leastSquares(rows, values);
  return {
    coefficients: fit.coefficients,
    averageEffect,
    /** The standard error of a combination of coefficients. */
    error(combination: readonly number[], lag: number): number {
      const scores = weightsOf(fit, combination).map((weight, index) => weight * fit.residuals[index]!);
      return Math.sqrt(neweyWest(scores, lag));
    },
  };
}
