import { grown } from './grown.ts';
import type { Kept } from './kept.ts';

/**
 * Chains of what happened to many owners, each the newest first: 20 bytes an item, whoever owns it. What comes late is
 * put in its place. Item 0 is none: it ends the chains.
 */
export interface TimedChains {
  /** Columns by item. Other arrays after they have grown. */
  readonly time: Float64Array;
  readonly added: Int32Array;
  readonly value: Int32Array;
  readonly next: Int32Array;
  /** The owner's newest item; 0 where it has none. */
  first(owner: number): number;
  /** Takes an item in; one of the same owner, time and position that is there already gets the value. */
  put(owner: number, time: number, added: number, value: number): void;
  clear(): void;
  bytes(): number;
  keep(): Kept;
}

/** How many columns are kept. */
export const CHAIN_COLUMNS = 5;

export function createTimedChains(kept: Kept | null = null): TimedChains {
  const [keptTime, ...keptColumns] = kept?.columns ?? [];
  const [keptFirsts, keptAdded, keptValue, keptNext] = keptColumns as readonly Int32Array[];
  let firsts = keptFirsts ?? new Int32Array(16);
  let time = (keptTime as Float64Array | undefined) ?? new Float64Array(16);
  let added = keptAdded ?? new Int32Array(16);
  let value = keptValue ?? new Int32Array(16);
  let next = keptNext ?? new Int32Array(16);
  let end = (kept?.values ?? 1) as number;

  return {
    get time() {
      return time;
    },
    get added() {
      return added;
    },
    get value() {
      return value;
    },
    get next() {
      return next;
    },
    first: (owner) => firsts[owner] ?? 0,
    put(owner, at, position, said) {
      firsts = grown(firsts, owner + 1);
      let before = 0;
      let behind = firsts[owner]!;
      while (behind !== 0 && time[behind]! >= at) {
        if (time[behind] === at && added[behind] === position) {
          value[behind] = said;
          return;
        }
        before = behind;
        behind = next[behind]!;
      }
      const item = end++;
      time = grown(time, end);
      added = grown(added, end);
      value = grown(value, end);
      next = grown(next, end);
      time[item] = at;
      added[item] = position;
      value[item] = said;
      next[item] = behind;
      if (before === 0) firsts[owner] = item;
      else next[before] = item;
    },
    clear() {
      firsts.fill(0);
      end = 1;
    },
    keep: () => ({ values: end, columns: [time, firsts, added, value, next] }),
    bytes: () => [firsts, time, added, value, next].reduce((sum, array) => sum + array.byteLength, 0),
  };
}
