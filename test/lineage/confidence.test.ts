import { expect, test } from 'vitest';
import { roundedConfidence } from '../../src/lineage/confidence.ts';

test.each([
  [0.9 * 0.9 * 0.9, 0.729],
  [1 / 3, 0.333333],
  // A weight may be of any size, and a risk is a multiple of it.
  [123_456.789, 123_456.789],
  [1e308, 1e308],
])('%d is told as %d', (product, told) => {
  expect(roundedConfidence(product)).toBe(told);
});
