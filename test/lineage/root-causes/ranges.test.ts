import { expect, test } from 'vitest';
import { micros } from '../../../src/kernel/time.ts';
import { metricMoves } from '../../../src/lineage/root-causes/metric-moves.ts';
import { levelRange, weekRange, type Range } from '../../../src/lineage/root-causes/ranges.ts';
import { observed } from './evidence-of.ts';

const HOUR = 3_600_000_000;
const hour = (count: number) => micros(count * HOUR);

/** The deviations of a value after so many usual ones, each as many hours after the one before. */
function deviations(
  range: Range,
  count: number,
  every: number,
  usual: (index: number) => number,
  last: number,
): number {
  for (let index = 0; index < count; index++) {
    const [at, value] = [hour(index * every), usual(index)];
    range.deviationsOf(at, value);
    range.keep(at, value);
  }
  return range.deviationsOf(hour(count * every), last);
}

/** By the day of the week, and a scatter of 1 % that is no multiple of a week. */
const swinging = (day: number) => 100 * (1 + 0.3 * Math.sin((2 * Math.PI * day) / 7)) * (1 + 0.01 * ((day % 5) - 2));

test('What swings by the day of the week is told from a fall of the same size by the week alone.', () => {
  for (const factor of [0.7, 1.3]) {
    expect(deviations(levelRange(), 20, 24, swinging, factor * swinging(20))).toBeLessThan(4);
    expect(deviations(weekRange(), 20, 24, swinging, factor * swinging(20))).toBeGreaterThan(4);
  }
  expect(deviations(weekRange(), 20, 24, swinging, swinging(20))).toBeLessThan(4);
});

test('A week tells nothing before seven values have one a week before them.', () => {
  expect(deviations(weekRange(), 13, 24, () => 100, 50)).toBe(0);
  expect(deviations(weekRange(), 14, 24, () => 100, 50)).toBe(25);
  // Every ten days there is never one within half a day of a week before.
  expect(deviations(weekRange(), 40, 240, () => 100, 50)).toBe(0);
});

test('What grows by as much each week is within it, and of many a day the nearest to a week before counts.', () => {
  expect(deviations(weekRange(), 40, 24, (day) => 100 + 10 * day, 500)).toBeCloseTo(0);
  const byHour = (index: number) => (index % 24 === 12 ? 1_000 : 100);
  expect(deviations(weekRange(), 24 * 21 + 12, 1, byHour, 1_000)).toBe(0);
  expect(deviations(weekRange(), 24 * 21 + 12, 1, byHour, 100)).toBe(45);
});

test('A metric has moved where either of its ranges was left.', () => {
  const days = (last: number) =>
    Array.from({ length: 21 }, (_, day) =>
      observed(hour(24 * day), 'dataset:a', 'row_count', (day === 20 ? last : 1) * swinging(day)),
    );
  expect(metricMoves(days(1), hour(0))).toEqual([]);
  expect(metricMoves(days(0.7), hour(0)).map(({ change, isOver }) => [change.at, isOver])).toEqual([
    [hour(480), false],
  ]);
});
