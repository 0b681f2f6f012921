/** Moments that a slider stops at: whole days, or finer where there are few; behind the last of them is now. */
export interface Steps {
  readonly first: number;
  readonly size: number;
  /** How many there are before now. */
  readonly count: number;
}

const SIZES = [86_400_000, 3_600_000, 60_000] as const;
/** Fewer days than this are gone through by the hour, fewer hours by the minute. */
const FEWEST = 2;

export function stepsBetween(begin: number, end: number): Steps {
  const size = SIZES.find((each) => end - begin >= FEWEST * each) ?? SIZES[2];
  const first = Math.ceil(begin / size) * size;
  return { first, size, count: Math.max(0, Math.floor((end - first) / size) + 1) };
}

/** null: now. */
export function timeAt({ first, size, count }: Steps, place: number): number | null {
  return place >= count ? null : first + place * size;
}

/** The nearest that there is. */
export function placeOf({ first, size, count }: Steps, time: number | null): number {
  if (time === null || Number.isNaN(time)) return count;
  return Math.min(count, Math.max(0, Math.round((time - first) / size)));
}
