import type { Dice } from '../../../bench/incidents/dice.ts';
import type { Observation } from '../../../src/domains/kpis/effect/segmented.ts';
import { micros, type Micros } from '../../../src/kernel/time.ts';

const DAY = 86_400_000_000;
/** A Monday. */
export const CHANGE = micros(Date.UTC(2026, 2, 2) * 1000);

/** So many days before the change, or after it. */
export function daysFromChange(days: number): Micros {
  return micros(CHANGE + Math.round(days * DAY));
}

/** One observation at noon of each of these days before the change and from it on. */
export function daily(before: number, after: number, valueOn: (day: number) => number): Observation[] {
  return Array.from({ length: before + after }, (_, index) => {
    const day = index - before;
    return { time: daysFromChange(day + 0.5), value: valueOn(day) };
  });
}

/** A stationary series of normal errors, each with this share of the one before in it. */
export function autoregressive({ normal }: Dice, share: number): () => number {
  let last = normal() / Math.sqrt(1 - share ** 2);
  return () => {
    const now = last;
    last = share * last + normal();
    return now;
  };
}
