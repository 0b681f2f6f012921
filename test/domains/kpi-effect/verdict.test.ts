import { expect, test } from 'vitest';
import { verdictOn } from '../../../src/domains/kpis/effect/verdict.ts';

test.each([
  [0.1, 2, 'HIGHER_IS_BETTER', { verdict: 'POSITIVE' }],
  [0.1, 2, 'LOWER_IS_BETTER', { verdict: 'NEGATIVE' }],
  [-2, -0.1, 'HIGHER_IS_BETTER', { verdict: 'NEGATIVE' }],
  [-2, -0.1, 'LOWER_IS_BETTER', { verdict: 'POSITIVE' }],
  [-0.1, 2, 'HIGHER_IS_BETTER', { verdict: 'INCONCLUSIVE', why: 'INTERVAL_HOLDS_ZERO' }],
  [0, 2, 'HIGHER_IS_BETTER', { verdict: 'INCONCLUSIVE', why: 'INTERVAL_HOLDS_ZERO' }],
  [-2, 0, 'LOWER_IS_BETTER', { verdict: 'INCONCLUSIVE', why: 'INTERVAL_HOLDS_ZERO' }],
  [0.1, 2, null, { verdict: 'INCONCLUSIVE', why: 'NO_DIRECTION' }],
] as const)('from %d to %d, where %s', (low, high, direction, verdict) => {
  expect(verdictOn({ low, high }, direction)).toEqual(verdict);
});
