import type { Micros } from '../../kernel/time.ts';

/** What a series of measurements was so far, by one way to look at it. */
export interface Range {
  /** How many standard deviations a value lies from what was to be expected; 0 where too little is known to tell. */
  deviationsOf(at: Micros, value: number): number;
  /** Takes a value for a usual one. By event time. */
  keep(at: Micros, value: number): void;
}

/** Fewer values than these tell no range; of more the last so many do, so that what grows slowly stays within it. */
const LEAST_BEFORE = 7;
const MOST_BEFORE = 30;
/** A deviation is at least this part of what was to be expected: what never varied before may do so a little. */
const LEAST_DEVIATION = 0.02;
/** From the median of the distances to the standard deviation of the normal distribution. */
const NORMAL = 1.4826;
const HALF_A_DAY = 43_200_000_000;
const WEEK = 14 * HALF_A_DAY;

/** About the median of the values. */
export function levelRange(): Range {
  const within: number[] = [];
  return {
    deviationsOf(_at, value) {
      if (within.length < LEAST_BEFORE) return 0;
      const middle = median(within);
      const spread = NORMAL * median(within.map((each) => Math.abs(each - middle)));
      return Math.abs(value - middle) / leastOf(spread, middle);
    },
    keep: (_at, value) => push(within, value),
  };
}

/**
 * About the value a week before, and by what they differed so far: what swings by the day of the week has a wide range of
 * values and a narrow one of these differences. They are few, so their spread is the mean one: the median of a few is often
 * far too small, and what is far out is not kept anyway.
 */
export function weekRange(): Range {
  const kept: { readonly at: Micros; readonly value: number }[] = [];
  const differences: number[] = [];
  let place = 0;

  /** The value nearest to a week before, by not more than half a day. Times only grow, so it moves on alone. */
  function weekBefore(at: Micros): number | null {
    const distance = (index: number) => Math.abs((kept[index]?.at ?? Infinity) - (at - WEEK));
    while (distance(place + 1) <= distance(place) && place + 1 < kept.length) place++;
    return distance(place) < HALF_A_DAY ? kept[place]!.value : null;
  }

  return {
    deviationsOf(at, value) {
      const before = weekBefore(at);
      if (before === null || differences.length < LEAST_BEFORE) return 0;
      const usual = median(differences);
      const mean = differences.reduce((sum, each) => sum + each, 0) / differences.length;
      const squares = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0);
      const spread = Math.sqrt(squares / (differences.length - 1));
      return Math.abs(value - before - usual) / leastOf(spread, before);
    },
    keep(at, value) {
      const before = weekBefore(at);
      if (before !== null) push(differences, value - before);
      kept.push({ at, value });
    },
  };
}

function leastOf(spread: number, expected: number): number {
  return Math.max(spread, LEAST_DEVIATION * Math.abs(expected), Number.EPSILON);
}

function push(values: number[], value: number): void {
  values.push(value);
  if (values.length > MOST_BEFORE) values.shift();
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
