import { Matrix, QrDecomposition, solve } from 'ml-matrix';

/** An ordinary least squares fit of n values by k regressors. */
export interface Fit {
  /** k of them, in the order of the regressors. */
  readonly coefficients: readonly number[];
  /** n of them: the values, less what the regressors explain. */
  readonly residuals: readonly number[];
  /** n × k, with orthonormal columns that span the regressors. */
  readonly basis: Matrix;
  /** k × k, upper triangular: the regressors are the basis times this. */
  readonly triangle: Matrix;
}

/**
 * Fits by a QR decomposition.
 * @param rows n rows of k regressors, n > k, of full column rank
 */
export function leastSquares(rows: readonly (readonly number[])[], values: readonly number[]): Fit {
  const regressors = new Matrix(rows.map((row) => [...row]));
  const decomposed = new QrDecomposition(regressors);
  const column = Matrix.columnVector(values);
  const coefficients = decomposed.solve(column);
  return {
    coefficients: coefficients.to1DArray(),
    residuals: Matrix.sub(column, regressors.mmul(coefficients)).to1DArray(),
    basis: decomposed.orthogonalMatrix,
    triangle: decomposed.upperTriangularMatrix,
  };
}

/**
 * What each of the n values counts in a linear combination of the coefficients.
 * @param combination k factors, one a coefficient
 */
export function weightsOf({ basis, triangle }: Fit, combination: readonly number[]): number[] {
  return basis.mmul(solve(triangle.transpose(), Matrix.columnVector(combination))).to1DArray();
}
