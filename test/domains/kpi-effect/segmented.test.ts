import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDice } from '../../../bench/incidents/dice.ts';
import {
  FEWEST,
  MOST,
  segmentedRegression,
  type Observation,
  type SegmentedEffect,
} from '../../../src/domains/kpis/effect/segmented.ts';
import type { Micros } from '../../../src/kernel/time.ts';
import { expectClose } from './numbers.ts';
import { autoregressive, CHANGE, daily, daysFromChange } from './series.ts';

function measured(series: readonly Observation[]): SegmentedEffect {
  return segmentedRegression(series, CHANGE) as SegmentedEffect;
}

function noisy(seed: number, before = 40, after = 30): Observation[] {
  return daily(before, after, autoregressive(createDice(seed), 0.3));
}

const seed = fc.integer({ min: 1, max: 1e6 });
const number = fc.double({ min: -100, max: 100, noNaN: true });

test('level, trend and weekdays from before the change are no effect', () => {
  fc.assert(
    fc.property(
      seed,
      number,
      number,
      fc.array(number, { minLength: 7, maxLength: 7 }),
      (drawn, level, trend, weekdays) => {
        const series = noisy(drawn);
        const moved = series.map(({ time, value }) => {
          const days = (time - CHANGE) / 86_400e6;
          return { time, value: value + level + trend * days + weekdays[((Math.floor(days) % 7) + 7) % 7]! };
        });
        const [plain, same] = [measured(series), measured(moved)];
        for (const name of ['estimate', 'low', 'high', 'df', 'step', 'trendChange'] as const) {
          expect(same[name]).toBeCloseTo(plain[name], 6);
        }
      },
    ),
    { numRuns: 30 },
  );
});

test('a step and a change of trend are found by as much as they are', () => {
  fc.assert(
    fc.property(seed, number, number, (drawn, step, trendChange) => {
      const series = noisy(drawn);
      const changed = series.map(({ time, value }) => {
        return { time, value: time < CHANGE ? value : value + step + (trendChange * (time - CHANGE)) / 86_400e6 };
      });
      const [without, found] = [measured(series), measured(changed)];
      expect(found.step - without.step).toBeCloseTo(step, 7);
      expect(found.trendChange - without.trendChange).toBeCloseTo(trendChange, 7);
      // Of 30 days, each at noon, the mean is 15.
      const effect = step + 15 * trendChange;
      expect(found.estimate - without.estimate).toBeCloseTo(effect, 7);
      expect(found.low - without.low).toBeCloseTo(effect, 7);
      expect(found.high - without.high).toBeCloseTo(effect, 7);
    }),
    { numRuns: 30 },
  );
});

test('the order of observations tells nothing, and the unit of values scales the effect', () => {
  const series = noisy(1);
  const effect = measured(series);
  expect(measured(series.toReversed())).toEqual(effect);
  const cents = measured(series.map(({ time, value }) => ({ time, value: value * 100 })));
  for (const name of ['estimate', 'low', 'high'] as const) expectClose(cents[name], 100 * effect[name], 1e-9, name);
});

test('what lies at the time of the change comes after it', () => {
  const series = [...noisy(1), { time: CHANGE, value: 0 }];
  expect(measured(series)).toMatchObject({ method: 'SEGMENTED_REGRESSION', before: 40, after: 31 });
});

test('an interval is wider where neighbours are alike', () => {
  const width = (share: number) => {
    const { low, high } = measured(daily(90, 90, autoregressive(createDice(3), share)));
    return (high - low) * Math.sqrt(1 - share ** 2);
  };
  expect(width(0.6)).toBeGreaterThan(1.3 * width(0));
});

test.each<[string, boolean, (series: Observation[]) => Observation[]]>([
  ['daily', true, (series) => series],
  ['daily with days missing', true, (series) => series.filter((_, index) => index % 5 !== 2)],
  ['on working days', true, (series) => series.filter((_, index) => index % 7 < 5)],
  ['every other day', false, (series) => series.filter((_, index) => index % 2 === 0)],
  ['13 days long before the change', false, (series) => series.slice(40 - 13)],
  ['14 days long before the change', true, (series) => series.slice(40 - 14)],
  ['without a Monday before it', false, (series) => series.filter((_, index) => index >= 40 || (index - 40) % 7 !== 0)],
])('of a series %s weekdays are told apart: %s', (_, told, part) => {
  expect(measured(part(noisy(2, 40, 40)))).toMatchObject({ weekdays: told });
});

const at = (days: readonly number[]) => days.map((day) => ({ time: daysFromChange(day), value: day ** 2 % 11 }));
const many = Array.from({ length: FEWEST }, (_, index) => index);

test.each<[string, readonly Observation[], object]>([
  ['nothing', [], { reason: 'NO_OBSERVATIONS', part: 'BEFORE' }],
  ['nothing after', at(many.map((day) => -1 - day)), { reason: 'NO_OBSERVATIONS', part: 'AFTER' }],
  ['few before', at([...many.slice(1).map((day) => -day), ...many]), { reason: 'TOO_FEW', part: 'BEFORE' }],
  ['few after', at([...many.map((day) => -1 - day), ...many.slice(1)]), { reason: 'TOO_FEW', part: 'AFTER' }],
  [
    'one time over and over',
    at([...many.map((day) => -1 - day), ...many.map(() => 3)]),
    { reason: 'TOO_FEW', part: 'AFTER' },
  ],
  ['too many', daily(500, MOST - 499, (day) => day ** 2 % 11), { reason: 'TOO_MANY', part: null }],
  ['one and the same value', daily(30, 30, () => 0.1), { reason: 'NO_VARIATION', part: null }],
  ['two lines', daily(30, 30, (day) => (day < 0 ? 0.1 * day : 3)), { reason: 'NO_VARIATION', part: null }],
  ['no number', [...noisy(1), { time: CHANGE, value: Number.NaN }], { reason: 'INVALID', part: null }],
  ['no time', [...noisy(1), { time: Infinity as Micros, value: 1 }], { reason: 'INVALID', part: null }],
  ['values beyond all bounds', daily(30, 30, (day) => 1e300 * (day ** 2 % 11)), { reason: 'INVALID', part: null }],
])('a series of %s is told of', (_, series, refusal) => {
  expect(segmentedRegression(series, CHANGE)).toEqual(refusal);
});

test('the fewest that are enough are enough', () => {
  expect(segmentedRegression(at([...many.map((day) => -1 - day), ...many]), CHANGE)).toMatchObject({
    before: FEWEST,
    after: FEWEST,
  });
});
