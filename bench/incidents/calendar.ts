import { after } from '../../seed/calendar.ts';

/** A Monday. */
const BEGIN = '2026-03-02T00:00:00Z';
const SECONDS_A_DAY = 86_400;

/** So many days after the history began, fractions included. */
export function time(day: number): string {
  return after(BEGIN, Math.round(day * SECONDS_A_DAY));
}

export function hours(count: number): number {
  return count / 24;
}
