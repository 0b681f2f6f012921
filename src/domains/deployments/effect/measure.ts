import { micros, type Micros } from '../../../kernel/time.ts';
import type { KpiValue, Methods, NotMeasured, SegmentedEffect, Summary, WelchEffect } from '../../kpis/index.ts';
import type { Comparison } from './comparison.ts';
import { isWithin, type Window } from './window.ts';

const DAY = 86_400_000_000;

export type Measurable = Exclude<Comparison, { method: null }>;

/** Which values of a KPI a comparison needs: those of its parts, or of the whole. */
export function neededFor({ method }: Measurable, segment: string | null): 'part' | 'whole' {
  return method === 'WELCH' || segment !== null ? 'part' : 'whole';
}

/** @param values those that are needed for it; others of the window may be among them */
export function measure(
  comparison: Measurable,
  values: readonly KpiValue[],
  window: Window,
  segment: string | null,
  { welch, segmentedRegression }: Methods,
): WelchEffect | SegmentedEffect | NotMeasured {
  const ofSegment = values.filter((each) => each.segment === segment && isWithin(each.at, window));
  if (comparison.method === 'WELCH') {
    const { treatment, control, stretches } = comparison;
    const both = ofSegment.filter(({ at }) => stretches.some((stretch) => isWithin(at, stretch)));
    const ofArm = (arm: string) => both.filter((each) => each.arm === arm).map(summaryOf);
    return welch(ofArm(treatment), ofArm(control));
  }
  const { first, last } = comparison;
  return segmentedRegression(around(byDay(ofSegment.filter(({ arm }) => arm === null)), first, last), first);
}

/** A value of which nobody said how many it is the mean of counts as one. */
function summaryOf({ n, value, variance }: KpiValue): Summary {
  return { n: n ?? 1, mean: value, variance };
}

interface Day {
  readonly time: Micros;
  readonly value: number;
}

/** The mean of each day (UTC), ascending; by how many each value is the mean of, where all of that day say it. */
export function byDay(values: readonly KpiValue[]): Day[] {
  const days = new Map<number, KpiValue[]>();
  for (const value of values) {
    const day = Math.floor(value.at / DAY);
    days.set(day, [...(days.get(day) ?? []), value]);
  }
  return [...days]
    .sort(([a], [b]) => a - b)
    .map(([day, of]) => {
      const isWeighted = of.every(({ n }) => n !== null);
      const weight = ({ n }: KpiValue) => (isWeighted ? (n as number) : 1);
      const all = of.reduce((sum, each) => sum + weight(each), 0);
      return { time: micros(day * DAY), value: of.reduce((sum, each) => sum + (weight(each) / all) * each.value, 0) };
    });
}

/** Without what is of a time in which the change happened: each value is of the time until the next. */
export function around(days: readonly Day[], first: Micros, last: Micros): Day[] {
  return days.filter(({ time }, index) => time >= last || (days[index + 1]?.time ?? time + DAY) <= first);
}
