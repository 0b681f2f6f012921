import { formatTime, micros, parseTime } from '../src/kernel/time.ts';

/** The days that the demo company's history covers, counted from 0. */
export const DAYS = 43;
export const BEGIN = '2026-10-09T00:00:00Z';
export const END = '2026-11-20T12:00:00Z';

const SECONDS_A_DAY = 86_400;

/** `on(0, '02:10')` is ten past two in the night of the first day. */
export function on(day: number, time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return after(BEGIN, day * SECONDS_A_DAY + hours * 3600 + minutes * 60);
}

/** @param seconds with a fraction of up to six digits */
export function after(time: string, seconds: number): string {
  const start = parseTime(time);
  if (start === null) throw new Error(`Expected an RFC 3339 time, came ${time}.`);
  return formatTime(micros(start + Math.round(seconds * 1_000_000)));
}
