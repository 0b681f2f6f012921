import type { Micros } from '../../../kernel/time.ts';

const DAY = 86_400_000_000;

/** The regressors of a segmented regression, and the average effect as a combination of their coefficients. */
export interface Design {
  /** One row an observation: level, trend, step, change of trend (a day), and what weekdays differ from the first. */
  readonly rows: readonly (readonly number[])[];
  /** Step plus change of trend times the mean time since the change, in the order of the regressors. */
  readonly averageEffect: readonly number[];
  /** Whether there are regressors for weekdays. */
  readonly weekdays: boolean;
}

/**
 * @param before times of the observations before the change, ascending
 * @param after times of those from the change on, ascending
 */
export function designOf(before: readonly Micros[], after: readonly Micros[], change: Micros): Design {
  const times = [...before, ...after];
  const [, ...others] = tellWeekdays(before, after) ? weekdaysOf(times) : [];
  const rows = times.map((time) => {
    const days = (time - change) / DAY;
    const since = time >= change ? [1, days] : [0, 0];
    const weekday = weekdayOf(time);
    return [1, days, ...since, ...others.map((other) => (other === weekday ? 1 : 0))];
  });
  const meanDays = after.reduce((sum, time) => sum + (time - change) / DAY / after.length, 0);
  return { rows, averageEffect: [0, 0, 1, meanDays, ...others.map(() => 0)], weekdays: others.length > 0 };
}

/**
 * Weekdays are told apart where most observations are a day apart or less and both segments cover two weeks. Each
 * weekday must occur in both: else one that is new could not be told from the change.
 */
function tellWeekdays(before: readonly Micros[], after: readonly Micros[]): boolean {
  const segments = [before, after];
  const long = segments.every((times) => times.at(-1)! - times[0]! >= 13 * DAY);
  const gaps = segments.flatMap((times) => times.slice(1).map((time, index) => time - times[index]!));
  const dense = gaps.filter((gap) => gap <= DAY).length * 2 > gaps.length;
  return long && dense && weekdaysOf(before).join() === weekdaysOf(after).join();
}

function weekdaysOf(times: readonly Micros[]): number[] {
  return [...new Set(times.map(weekdayOf))].toSorted((a, b) => a - b);
}

/** In UTC: 0 is the weekday of 1970-01-01. */
function weekdayOf(time: Micros): number {
  return ((Math.floor(time / DAY) % 7) + 7) % 7;
}
