import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { createDice, type Dice } from '../../../bench/incidents/dice.ts';
import {
  segmentedRegression,
  type Observation,
  type SegmentedEffect,
} from '../../../src/domains/kpis/effect/segmented.ts';
import { welch, type WelchEffect } from '../../../src/domains/kpis/effect/welch.ts';
import { pythonWith } from '../../kit/python.ts';
import { describeUnlessUnavailable } from '../../kit/unavailable.ts';
import { fitted } from './fitted.ts';
import { expectClose, summaryOf } from './numbers.ts';
import { autoregressive, CHANGE, daily, daysFromChange } from './series.ts';

const SCRIPT = fileURLToPath(new URL('./reference.py', import.meta.url));
const SAME = 1e-8;

interface Reference {
  readonly welch: readonly Pick<WelchEffect, 'low' | 'high' | 'df'>[];
  readonly summaries: readonly (readonly number[])[];
  readonly segmented: readonly (Pick<SegmentedEffect, 'estimate' | 'low' | 'high' | 'df'> & {
    readonly coefficients: readonly number[];
    readonly errors: readonly number[];
    readonly error: number;
  })[];
}

const dice = createDice(2026);

/** Values of both arms, cut into observations. */
const arms = Array.from({ length: 60 }, () => ({ treatment: anyArm(dice), control: anyArm(dice) }));

const summaries = Array.from({ length: 60 }, () => ({ treatment: anySummary(dice), control: anySummary(dice) }));

const series = Array.from({ length: 60 }, (_, index) => anySeries(dice, index));

function anyArm({ between, normal, whole }: Dice): number[][] {
  const [level, spread] = [between(-50, 50), 10 ** between(-2, 2)];
  return Array.from({ length: whole(1, 6) }, () => {
    return Array.from({ length: whole(2, 30) }, () => level + spread * normal());
  });
}

/** Of up to a hundred million values. */
function anySummary({ between }: Dice) {
  return { n: Math.floor(10 ** between(0.4, 8)), mean: between(-5, 5), variance: 10 ** between(-3, 3) };
}

/** Daily, with days missing, at any time, or weekly; with a step, trends and weekdays, and autocorrelation. */
function anySeries({ between, chance, whole, ...rest }: Dice, index: number): Observation[] {
  const next = autoregressive({ between, chance, whole, ...rest }, between(0, 0.8));
  const [level, trend, step, change] = [between(-100, 100), between(-1, 1), between(-5, 5), between(-0.3, 0.3)];
  const every = daily(whole(30, 120), whole(30, 120), (day) => {
    return level + trend * day + (day < 0 ? 0 : step + change * day) + 3 * Math.sin(day) + next();
  });
  const kinds: readonly (() => Observation[])[] = [
    () => every,
    () => every.filter(() => chance(0.8)),
    () =>
      every.map(({ time, value }) => ({
        time: daysFromChange((time - CHANGE) / 86_400e6 + between(-0.49, 0.49)),
        value,
      })),
    () => every.map(({ time, value }) => ({ time: daysFromChange((7 * (time - CHANGE)) / 86_400e6), value })),
  ];
  return kinds[index % kinds.length]!();
}

function lagOf(observations: readonly Observation[]): number {
  return Math.ceil(1.3 * Math.sqrt(observations.length));
}

describeUnlessUnavailable(
  'scipy and statsmodels',
  await pythonWith(['scipy==1.17.1', 'statsmodels==0.15.0']),
  ({ python }) => {
    let reference: Reference;
    beforeAll(() => {
      const input = {
        welch: arms.map(({ treatment, control }) => ({ treatment: treatment.flat(), control: control.flat() })),
        summaries: summaries.map(({ treatment, control }) => {
          const { low, high } = welch([treatment], [control]) as WelchEffect;
          return { treatment: Object.values(treatment), control: Object.values(control), low, high };
        }),
        segmented: series.map((observations) => ({
          change: CHANGE,
          times: observations.map(({ time }) => time),
          values: observations.map(({ value }) => value),
          lag: lagOf(observations),
          weekdays: (segmentedRegression(observations, CHANGE) as SegmentedEffect).weekdays,
        })),
      };
      const { status, stdout, stderr } = spawnSync(python, [SCRIPT], {
        ...{ input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
      });
      if (status !== 0) throw new Error(stderr);
      reference = JSON.parse(stdout) as Reference;
    });

    test('have the same interval for two arms by their values', () => {
      for (const [index, expected] of reference.welch.entries()) {
        const { treatment, control } = arms[index]!;
        const effect = welch(treatment.map(summaryOf), control.map(summaryOf)) as WelchEffect;
        for (const name of ['low', 'high', 'df'] as const) expectClose(effect[name], expected[name], SAME, name);
      }
      expect(reference.welch).toHaveLength(arms.length);
    });

    test('find either bound just as unlikely as 1 in 20, by summaries', () => {
      for (const [low, high] of reference.summaries as readonly [number, number][]) {
        expectClose(low, 0.05, SAME, 'low');
        expectClose(high, 0.05, SAME, 'high');
      }
      expect(reference.summaries).toHaveLength(summaries.length);
    });

    test('have the same coefficients and Newey–West errors', () => {
      for (const [index, expected] of reference.segmented.entries()) {
        const observations = series[index]!;
        const lag = lagOf(observations);
        const { coefficients, averageEffect, error } = fitted(observations);
        expect(coefficients).toHaveLength(expected.coefficients.length);
        for (const [which, coefficient] of coefficients.entries()) {
          expectClose(coefficient, expected.coefficients[which]!, SAME, `coefficient ${which}`);
          const alone = coefficients.map((_, other) => (other === which ? 1 : 0));
          expectClose(error(alone, lag), expected.errors[which]!, SAME, `error of ${which}`);
        }
        expectClose(error(averageEffect, lag), expected.error, SAME, 'error of the effect');
      }
      expect(reference.segmented).toHaveLength(series.length);
    });

    test('have the same average effect and interval', () => {
      for (const [index, expected] of reference.segmented.entries()) {
        const effect = segmentedRegression(series[index]!, CHANGE) as SegmentedEffect;
        for (const name of ['estimate', 'low', 'high', 'df'] as const) {
          expectClose(effect[name], expected[name], SAME, `${name} of ${index}`);
        }
        expectClose(effect.step, expected.coefficients[2]!, SAME, 'step');
        expectClose(effect.trendChange, expected.coefficients[3]!, SAME, 'change of trend');
      }
      expect(
        series.filter((one) => (segmentedRegression(one, CHANGE) as SegmentedEffect).weekdays).length,
      ).toBeGreaterThan(30);
    });
  },
);
