import { grown } from './grown.ts';
import type { Kept } from './kept.ts';

/** Finds ids 0, 1, 2, … by the hash of what they stand for. Open addressing in typed arrays: 10 to 15 bytes an id. */
export interface HashIndex {
  readonly count: number;
  /** The id with this hash that `isSought` accepts, or -1. */
  find(hash: number, isSought: (id: number) => boolean): number;
  /** Gives the next id to what has this hash and was not found. */
  add(hash: number): number;
  bytes(): number;
  keep(): Kept;
}

export function createHashIndex(kept: Kept | null = null): HashIndex {
  const [keptHashes, keptSlots] = (kept?.columns ?? []) as readonly Int32Array[];
  let hashes = keptHashes ?? new Int32Array(1024);
  /** An id plus one, at the first free place from its hash on. */
  let slots = keptSlots ?? new Int32Array(2048);
  let count = (kept?.values ?? 0) as number;

  function place(id: number): void {
    const mask = slots.length - 1;
    let slot = hashes[id]! & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = id + 1;
  }

  return {
    get count() {
      return count;
    },
    find(hash, isSought) {
      const mask = slots.length - 1;
      for (let slot = hash & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
        const id = slots[slot]! - 1;
        if (hashes[id] === hash && isSought(id)) return id;
      }
      return -1;
    },
    add(hash) {
      const id = count++;
      hashes = grown(hashes, count);
      hashes[id] = hash;
      if (count > slots.length * 0.75) {
        slots = new Int32Array(slots.length * 2);
        for (let each = 0; each < count; each++) place(each);
      } else {
        place(id);
      }
      return id;
    },
    bytes: () => hashes.byteLength + slots.byteLength,
    // A copy of what is looked up: an id that is added while the rest is written must not be found by those who take it up.
    keep: () => ({ values: count, columns: [hashes, slots.slice()] }),
  };
}

/** Spreads the bits of a running hash, so that its low ones tell items apart. */
export function mixed(hash: number): number {
  let mix = hash;
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}
