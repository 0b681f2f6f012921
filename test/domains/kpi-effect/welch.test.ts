import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pool, type Summary } from '../../../src/domains/kpis/effect/pool.ts';
import { welch, type WelchEffect } from '../../../src/domains/kpis/effect/welch.ts';
import { expectClose, summaryOf } from './numbers.ts';

const arm: Summary = { n: 50, mean: 3, variance: 4 };

const values = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 2, maxLength: 40 });

test('several observations add up to the one of all their values', () => {
  const level = fc.constantFrom(0, -1e3, 1e6);
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 5 }), level, (parts, raise) => {
      const raised = parts.map((part) => part.map((value) => value + raise));
      const pooled = pool(raised.map(summaryOf), 'CONTROL') as Summary;
      const whole = summaryOf(raised.flat());
      expect(pooled.n).toBe(whole.n);
      // Digits that the level takes from the values are lost to both.
      expect(Math.abs(pooled.mean - whole.mean)).toBeLessThan(1e-14 * (1e4 + Math.abs(raise)));
      expect(Math.abs(pooled.variance! - whole.variance!)).toBeLessThan(1e-12 * (1e6 + 1e3 * Math.abs(raise)));
    }),
  );
});

test('a single value is an observation without a variance', () => {
  const singles = [1, 2, 6].map((mean) => ({ n: 1, mean, variance: null }));
  expect(pool(singles, 'CONTROL')).toEqual({ n: 3, mean: 3, variance: 7 });
});

test('the effect is treatment less control, and its interval narrows with what is known', () => {
  const effect = welch([{ ...arm, mean: 5 }], [arm]) as WelchEffect;
  expect(effect).toMatchObject({ method: 'WELCH', estimate: 2, treatment: 50, control: 50 });
  expect(effect.df).toBeCloseTo(98, 9);
  // 1.9845 is the 97.5 % quantile of t with 98 degrees of freedom, 0.4 the standard error.
  expectClose(effect.high - 2, 0.4 * 1.984467455, 1e-9);
  expectClose(2 - effect.low, 0.4 * 1.984467455, 1e-9);
  const more = welch([{ ...arm, n: 5000 }], [{ ...arm, n: 5000 }]) as WelchEffect;
  expect(more.high).toBeLessThan(effect.high - 2);
});

test('swapping the arms turns the sign alone', () => {
  const [one, other] = [
    { n: 9, mean: -4, variance: 2.5 },
    { n: 31, mean: 1.5, variance: 0 },
  ];
  const effect = welch([one], [other]) as WelchEffect;
  const { estimate, low, high, df } = welch([other], [one]) as WelchEffect;
  expect([-estimate, -high, -low, df]).toEqual([effect.estimate, effect.low, effect.high, effect.df]);
});

test.each<[string, readonly Summary[], object]>([
  ['nothing', [], { reason: 'NO_OBSERVATIONS', part: 'CONTROL' }],
  ['one value', [{ n: 1, mean: 1, variance: null }], { reason: 'TOO_FEW', part: 'CONTROL' }],
  ['no variance', [arm, { n: 2, mean: 1, variance: null }], { reason: 'NO_VARIANCE', part: 'CONTROL' }],
  ['a negative variance', [{ ...arm, variance: -1e-9 }], { reason: 'INVALID', part: 'CONTROL' }],
  ['a variance that is no number', [{ ...arm, variance: Number.NaN }], { reason: 'INVALID', part: 'CONTROL' }],
  ['an infinite mean', [{ ...arm, mean: Infinity }], { reason: 'INVALID', part: 'CONTROL' }],
  ['no values', [{ ...arm, n: 0 }], { reason: 'INVALID', part: 'CONTROL' }],
  ['half a value', [{ ...arm, n: 2.5 }], { reason: 'INVALID', part: 'CONTROL' }],
  [
    'values beyond all bounds',
    [
      { ...arm, mean: 1e300 },
      { ...arm, mean: -1e300 },
    ],
    { reason: 'INVALID', part: null },
  ],
])('an arm of %s is told of', (_, control, refusal) => {
  expect(welch([arm], control)).toEqual(refusal);
  const { reason, part } = welch(control, [arm]) as { reason: string; part: string | null };
  expect([reason, part]).toEqual([(refusal as { reason: string }).reason, part === null ? null : 'TREATMENT']);
});

test('values that do not vary say nothing of how sure a difference is', () => {
  const constant = { ...arm, variance: 0 };
  expect(welch([constant], [{ ...constant, mean: 9 }])).toEqual({ reason: 'NO_VARIATION', part: null });
  expect((welch([constant], [arm]) as WelchEffect).df).toBeCloseTo(49, 9);
});
