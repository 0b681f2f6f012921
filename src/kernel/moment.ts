import type { Micros } from './time.ts';

/** The place of an entry in the change log: 1, 2, 3, …; 0 is before the first. Position order is commit order. */
export type Position = number;

/** A place in a feed: an entry, and the ordinal of the last of its items that has been seen, from 0. */
export interface FeedPosition {
  readonly position: Position;
  readonly ordinal: number;
}

/** Whether the one comes before the other. */
export function isBefore(one: FeedPosition, other: FeedPosition): boolean {
  return one.position < other.position || (one.position === other.position && one.ordinal < other.ordinal);
}

/** Behind all that an entry brings. */
export function behind(position: Position): FeedPosition {
  return { position, ordinal: Number.MAX_SAFE_INTEGER };
}

/** What was true (`asOf`, in event time) as far as the log knew (`knownAt`, in recorded time). Null: now. */
export interface Moment {
  readonly asOf: Micros | null;
  readonly knownAt: Micros | null;
}
