import type { Pace } from './pace.ts';

/** So many are sorted or merged between two looks at the clock: less than a millisecond. */
const ITEMS_AT_ONCE = 512;

/**
 * The items in order, those that compare equal in the order in which they came. Sorts a long list in parts and merges those,
 * and yields wherever the event loop is due a turn; a short one is sorted at once.
 */
export function* sortInTurns<T>(items: T[], compare: (a: T, b: T) => number, pace: Pace): Generator<undefined, T[]> {
  if (items.length <= ITEMS_AT_ONCE) return items.sort(compare);
  let sorted: T[] = [];
  for (let start = 0; start < items.length; start += ITEMS_AT_ONCE) {
    for (const item of items.slice(start, start + ITEMS_AT_ONCE).sort(compare)) sorted.push(item);
    if (pace.look() === 'rest') yield;
  }
  for (let width = ITEMS_AT_ONCE; width < items.length; width *= 2) {
    const merged: T[] = [];
    for (let start = 0; start < sorted.length; start += width * 2) {
      const middle = Math.min(start + width, sorted.length);
      const end = Math.min(start + width * 2, sorted.length);
      for (let left = start, right = middle; left < middle || right < end;) {
        const isLeft = right === end || (left < middle && compare(sorted[left]!, sorted[right]!) <= 0);
        merged.push(isLeft ? sorted[left++]! : sorted[right++]!);
        if (merged.length % ITEMS_AT_ONCE === 0 && pace.look() === 'rest') yield;
      }
    }
    sorted = merged;
  }
  return sorted;
}
