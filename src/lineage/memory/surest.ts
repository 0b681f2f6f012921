import { createHeap } from './heap.ts';
import type { Pace } from './pace.ts';
import type { Subgraph } from './subgraph.ts';

/** The surest way from any start to each node: what it costs, and then how many links it has at least. */
export interface Surest {
  readonly costs: Float64Array;
  readonly hops: Int32Array;
  /** 1 where it is known; where time was up, the surest nodes are. */
  readonly isKnown: Uint8Array;
  readonly isWhole: boolean;
}

/** Links between two looks at the clock. */
const LINKS_AT_ONCE = 4_096;

/** Dijkstra's search. @param begins what a way costs that begins at this start */
export function* surest(graph: Subgraph, begins: (start: number) => number, pace: Pace): Generator<undefined, Surest> {
  const { count, firstOut, ends } = graph;
  const costs = new Float64Array(count).fill(Infinity);
  const hops = new Int32Array(count);
  const isKnown = new Uint8Array(count);
  const heap = createHeap((a, b) => costs[a]! < costs[b]! || (costs[a] === costs[b] && hops[a]! < hops[b]!));
  for (let start = 0; start < graph.starts; start++) {
    costs[start] = begins(start);
    heap.push(start);
  }
  let followed = 0;
  for (let node = heap.pop(); node !== -1; node = heap.pop()) {
    isKnown[node] = 1;
    followed += 1 + firstOut[node + 1]! - firstOut[node]!;
    for (let link = firstOut[node]!; link < firstOut[node + 1]!; link++) {
      const end = ends[link]!;
      const cost = costs[node]! + graph.costs[link]!;
      const length = hops[node]! + 1;
      if (cost > costs[end]! || (cost === costs[end] && length >= hops[end]!)) continue;
      costs[end] = cost;
      hops[end] = length;
      heap.push(end);
    }
    if (followed < LINKS_AT_ONCE) continue;
    followed = 0;
    const time = pace.look();
    if (time === 'over') return { costs, hops, isKnown, isWhole: heap.size === 0 };
    if (time === 'rest') yield;
  }
  return { costs, hops, isKnown, isWhole: true };
}
