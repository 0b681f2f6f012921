import type { Micros } from '../../kernel/time.ts';
import { grown } from './grown.ts';
import { createHashIndex, mixed } from './hash-index.ts';
import type { Kept } from './kept.ts';

/** Intervals of event time as small numbers: many edges share one, as those of one event do. */
export interface IntervalTable {
  /** First moment of each, in microseconds. Another array after it has grown. */
  readonly from: Float64Array;
  /** The moment each ends before; Infinity where it has no end. */
  readonly to: Float64Array;
  intern(from: Micros, to: Micros | null): number;
  bytes(): number;
  keep(): Kept;
}

export function createIntervalTable(kept: Kept | null = null): IntervalTable {
  const [keptFrom, keptTo, ...keptIndex] = kept?.columns ?? [];
  const index = createHashIndex(kept && { values: kept.values, columns: keptIndex });
  let from = (keptFrom as Float64Array | undefined) ?? new Float64Array(256);
  let to = (keptTo as Float64Array | undefined) ?? new Float64Array(256);

  // The two times, and their bits as four numbers to hash.
  const sought = new Float64Array(2);
  const bits = new Int32Array(sought.buffer);
  const isSought = (id: number): boolean => from[id] === sought[0] && to[id] === sought[1];

  return {
    get from() {
      return from;
    },
    get to() {
      return to;
    },
    intern(start, end) {
      sought[0] = start;
      sought[1] = end ?? Infinity;
      const hash = bits.reduce((sum, each) => mixed(sum ^ each), 0);
      const found = index.find(hash, isSought);
      if (found !== -1) return found;
      const id = index.add(hash);
      from = grown(from, index.count);
      to = grown(to, index.count);
      from[id] = sought[0];
      to[id] = sought[1];
      return id;
    },
    bytes: () => from.byteLength + to.byteLength + index.bytes(),
    keep() {
      const { values, columns } = index.keep();
      return { values, columns: [from, to, ...columns] };
    },
  };
}
