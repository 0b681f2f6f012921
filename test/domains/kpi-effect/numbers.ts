import { expect } from 'vitest';
import type { Summary } from '../../../src/domains/kpis/effect/pool.ts';

/** @param relative how far apart, by the larger of both */
export function expectClose(actual: number, expected: number, relative: number, what = ''): void {
  const bound = relative * Math.max(Math.abs(actual), Math.abs(expected));
  expect(Math.abs(actual - expected), `${what} ${actual} is ${expected}`).toBeLessThanOrEqual(bound);
}

/** Of at least two values. */
export function summaryOf(values: readonly number[]): Summary {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, variance: squares / (n - 1) };
}
