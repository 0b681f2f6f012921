import { expect, test } from 'vitest';
import { createDice } from '../../../bench/incidents/dice.ts';
import { segmentedRegression, type Observation } from '../../../src/domains/kpis/effect/segmented.ts';
import { fitted } from './fitted.ts';
import { autoregressive, CHANGE, daily } from './series.ts';

/** Of each length; docs/adr/0021 tells of 2,000. */
const SERIES = Number(process.env['COVERAGE_SERIES'] ?? 120);
const SHARES = [0, 0.3, 0.6];

type Bounds = { readonly low: number; readonly high: number };

/** Of 100 series without an effect, how many have an interval that holds 0. */
function coverage(share: number, days: number, intervalOf: (series: readonly Observation[]) => Bounds): number {
  const dice = createDice(1 + days + 1000 * share);
  let held = 0;
  for (let drawn = 0; drawn < SERIES; drawn++) {
    const { low, high } = intervalOf(daily(days / 2, days / 2, autoregressive(dice, share)));
    if (low <= 0 && high >= 0) held += 1;
  }
  return (100 * held) / SERIES;
}

function average(share: number, intervalOf: (series: readonly Observation[]) => Bounds): number {
  const each = [60, 120, 180].map((days) => coverage(share, days, intervalOf));
  return each.reduce((sum, one) => sum + one / each.length, 0);
}

/** The interval that is read as a rule: a short lag, and 1.96 standard errors. */
function customary(series: readonly Observation[]): Bounds {
  const { coefficients, averageEffect, error } = fitted(series);
  const estimate = averageEffect.reduce((sum, factor, index) => sum + factor * coefficients[index]!, 0);
  const reach = 1.96 * error(averageEffect, Math.floor(4 * (series.length / 100) ** (2 / 9)));
  return { low: estimate - reach, high: estimate + reach };
}

test.each(SHARES)(
  'the interval holds 0 in 90 to 98 of 100 series without effect, each with %s of the day before',
  (share) => {
    const held = average(share, (series) => segmentedRegression(series, CHANGE) as Bounds);
    expect(held).toBeGreaterThanOrEqual(90);
    expect(held).toBeLessThanOrEqual(98);
  },
);

test.each(SHARES)('normal critical values with a short lag do not, with %s of the day before', (share) => {
  expect(average(share, customary)).toBeLessThan(90);
});
