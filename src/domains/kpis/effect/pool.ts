import { notMeasured, type NotMeasured, type Part } from './effect.ts';

/** What is known of n values: their mean, and their sample variance (divided by n - 1), which a single value has not. */
export interface Summary {
  readonly n: number;
  readonly mean: number;
  readonly variance: number | null;
}

/** A {@link Summary} of at least two values. */
export interface Pooled extends Summary {
  readonly variance: number;
}

/**
 * The summary of all values of several summaries, as if it had been made of the values themselves: squares within each
 * summary and between their means add up (Chan, Golub and LeVeque 1983). The summaries are of different values; what is
 * counted in two of them counts twice.
 */
export function pool(summaries: readonly Summary[], part: Part): Pooled | NotMeasured {
  const [first] = summaries;
  if (first === undefined) return notMeasured('NO_OBSERVATIONS', part);
  const within: number[] = [];
  for (const summary of summaries) {
    const squares = squaresWithin(summary, part);
    if (typeof squares !== 'number') return squares;
    within.push(squares);
  }
  const n = sum(summaries.map((summary) => summary.n));
  if (n < 2) return notMeasured('TOO_FEW', part);
  // From the first mean on, not from 0: of values far from 0 the digits that differ would be lost.
  const mean = first.mean + sum(summaries.map((summary) => (summary.n / n) * (summary.mean - first.mean)));
  const between = summaries.map((summary) => summary.n * (summary.mean - mean) ** 2);
  return { n, mean, variance: (sum(within) + sum(between)) / (n - 1) };
}

function squaresWithin({ n, mean, variance }: Summary, part: Part): number | NotMeasured {
  if (!Number.isSafeInteger(n) || n < 1 || !Number.isFinite(mean)) return notMeasured('INVALID', part);
  if (n === 1) return 0;
  if (variance === null) return notMeasured('NO_VARIANCE', part);
  return Number.isFinite(variance) && variance >= 0 ? (n - 1) * variance : notMeasured('INVALID', part);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
