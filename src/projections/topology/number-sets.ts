import { grown } from './grown.ts';
import { createHashIndex, mixed } from './hash-index.ts';
import type { Kept } from './kept.ts';

/** Sets of whole numbers as numbers of their own: what is seen again and again is kept once. */
export interface NumberSets {
  /** Zero or more for a set of several; less than zero, and without any memory, for one of a single number. */
  intern(members: readonly number[]): number;
  has(set: number, member: number): boolean;
  bytes(): number;
  keep(): Kept;
}

export function createNumberSets(kept: Kept | null = null): NumberSets {
  const [keptMembers, keptStarts, ...keptIndex] = (kept?.columns ?? []) as readonly Int32Array[];
  const index = createHashIndex(kept && { values: kept.values, columns: keptIndex });
  /** All sets one after the other, each in order. */
  let members = keptMembers ?? new Int32Array(64);
  /** Where each set begins; behind the last, where the next will. */
  let starts = keptStarts ?? new Int32Array(16);

  return {
    intern(unsorted) {
      const sought = [...new Set(unsorted)].sort((a, b) => a - b);
      if (sought.length === 1) return -1 - sought[0]!;
      const hash = sought.reduce((sum, each) => mixed(sum ^ each), sought.length);
      const isSought = (id: number): boolean =>
        starts[id + 1]! - starts[id]! === sought.length &&
        sought.every((each, place) => members[starts[id]! + place] === each);
      const found = index.find(hash, isSought);
      if (found !== -1) return found;
      const id = index.add(hash);
      const start = starts[id]!;
      starts = grown(starts, id + 2);
      members = grown(members, start + sought.length);
      members.set(sought, start);
      starts[id + 1] = start + sought.length;
      return id;
    },
    has(set, member) {
      if (set < 0) return -1 - set === member;
      let low = starts[set]!;
      let high = starts[set + 1]!;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (members[middle]! < member) low = middle + 1;
        else high = middle;
      }
      return low < starts[set + 1]! && members[low] === member;
    },
    keep() {
      const { values, columns } = index.keep();
      return { values, columns: [members, starts, ...columns] };
    },
    bytes: () => members.byteLength + starts.byteLength + index.bytes(),
  };
}
