import { grown } from '../../projections/topology/grown.ts';

/** Small whole numbers in an order that may change: each can move forward while it waits. */
export interface Heap {
  readonly size: number;
  /** The first, which is taken out; -1 where there is none. */
  pop(): number;
  /** Puts the item in, or forward to where it belongs by now. */
  push(item: number): void;
  clear(): void;
}

/** @param isBefore a strict order; between two that it calls equal either may come first */
export function createHeap(isBefore: (a: number, b: number) => boolean): Heap {
  const items: number[] = [];
  /** Each item's place plus one; 0: it is not there. */
  let places = new Int32Array(64);

  function put(item: number, place: number): void {
    items[place] = item;
    places[item] = place + 1;
  }

  function raise(item: number, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!isBefore(item, items[above]!)) break;
      put(items[above]!, place);
      place = above;
    }
    put(item, place);
  }

  function sink(item: number): void {
    let place = 0;
    for (;;) {
      let below = place * 2 + 1;
      if (below >= items.length) break;
      if (below + 1 < items.length && isBefore(items[below + 1]!, items[below]!)) below++;
      if (!isBefore(items[below]!, item)) break;
      put(items[below]!, place);
      place = below;
    }
    put(item, place);
  }

  return {
    get size() {
      return items.length;
    },
    pop() {
      const first = items[0];
      if (first === undefined) return -1;
      places[first] = 0;
      const last = items.pop()!;
      if (items.length > 0) sink(last);
      return first;
    },
    push(item) {
      places = grown(places, item + 1);
      const place = places[item]! - 1;
      if (place === -1) items.push(item);
      raise(item, place === -1 ? items.length - 1 : place);
    },
    clear() {
      for (const item of items) places[item] = 0;
      items.length = 0;
    },
  };
}
