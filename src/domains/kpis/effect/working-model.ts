import { Matrix } from 'ml-matrix';
import { windows } from './newey-west.ts';

/**
 * What the residuals' first autocorrelation says of the errors'. Residuals of a level and a trend for each of two
 * segments are less alike than the errors, on average by (4 + 8ρ)/n: (2 + 4ρ)/n of each segment's own length
 * (van Giersbergen 2005). It is not taken below 0, where intervals would only get narrower, nor above 0.95.
 */
export function autocorrelationOf(residuals: readonly number[]): number {
  let products = 0;
  let squares = 0;
  for (const [index, residual] of residuals.slice(0, -1).entries()) {
    products += residual * residuals[index + 1]!;
    squares += residual ** 2;
  }
  const n = residuals.length;
  return Math.min(0.95, Math.max(0, (products / squares + 4 / n) / (1 - 8 / n)));
}

/**
 * How the Newey–West variance of a combination of coefficients would turn out if the errors were normal and of the first
 * order of autoregression: the true variance over its mean, and the degrees of freedom of the chi-squared distribution
 * that has its mean and variance. Both are exact (Bell and McCaffrey 2002; under a working model, Imbens and Kolesár
 * 2016). Takes time and memory of n².
 *
 * @param basis n × k, orthonormal columns that span the regressors
 * @param weights n, in the span of the basis
 * @param autocorrelation of neighbours, 0 to 1
 */
export function underWorkingModel(
  basis: Matrix,
  weights: readonly number[],
  lag: number,
  autocorrelation: number,
): { readonly scale: number; readonly df: number } {
  const powers = weights.map((_, distance) => autocorrelation ** distance);
  const errors = new Matrix(weights.map((_, row) => weights.map((_, column) => powers[Math.abs(row - column)]!)));
  const column = Matrix.columnVector(weights);
  const truth = column.transpose().mmul(errors.mmul(column)).get(0, 0);

  const sums = rectangleSums(scoreCovariance(basis, weights, errors));
  const held = windows(weights.length, lag);
  let mean = 0;
  let squares = 0;
  for (const [top, bottom] of held) {
    const [above, below] = [sums[top]!, sums[bottom]!];
    mean += below[bottom]! - above[bottom]! - below[top]! + above[top]!;
    for (const [left, right] of held) {
      squares += (below[right]! - above[right]! - below[left]! + above[left]!) ** 2;
    }
  }
  // The variance is what the windows add up to, over lag + 1; from the degrees of freedom that cancels.
  return { scale: (truth * (lag + 1)) / mean, df: mean ** 2 / squares };
}

/** The covariance of weight times residual, n × n: of the residuals it is MΩM, where M takes out what the basis spans. */
function scoreCovariance(basis: Matrix, weights: readonly number[], errors: Matrix): Matrix {
  const spanned = errors.mmul(basis);
  const half = Matrix.sub(spanned, Matrix.mul(basis.mmul(basis.transpose().mmul(spanned)), 0.5));
  const taken = basis.mmul(half.transpose());
  return Matrix.sub(errors, taken)
    .sub(taken.transpose())
    .mulColumnVector([...weights])
    .mulRowVector([...weights]);
}

/** For each corner, the sum of all that is above it and to its left. */
function rectangleSums(matrix: Matrix): Float64Array[] {
  const sums = [new Float64Array(matrix.columns + 1)];
  for (let row = 0; row < matrix.rows; row++) {
    const above = sums[row]!;
    const next = new Float64Array(matrix.columns + 1);
    let inRow = 0;
    for (let column = 0; column < matrix.columns; column++) {
      inRow += matrix.get(row, column);
      next[column + 1] = above[column + 1]! + inRow;
    }
    sums.push(next);
  }
  return sums;
}
