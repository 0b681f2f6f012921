/**
 * The variance of a linear combination of least squares coefficients under errors of any variance that are
 * autocorrelated in any way over a short time, by the Bartlett kernel (Newey and West 1987); no correction for small
 * samples.
 *
 * @param scores of each observation, in order of time: its weight in the combination times its residual
 * @param lag in observations; autocovariances beyond it are not counted
 */
export function neweyWest(scores: readonly number[], lag: number): number {
  // The Bartlett kernel is what all windows of lag + 1 observations add up to, with those that stand out at the ends.
  const until = [0];
  for (const score of scores) until.push(until.at(-1)! + score);
  let squares = 0;
  for (const [from, to] of windows(scores.length, lag)) squares += (until[to]! - until[from]!) ** 2;
  return squares / (lag + 1);
}

/** All windows of lag + 1 neighbours that hold any of n observations, as what they hold: from one up to before another. */
export function windows(n: number, lag: number): [from: number, to: number][] {
  return Array.from({ length: n + lag }, (_, last) => [Math.max(0, last - lag), Math.min(n, last + 1)]);
}
