import type { Incoming } from './incoming.ts';
import type { Subgraph } from './subgraph.ts';

/** From each node to one: the fewest links, and what the surest way of so many costs. */
export interface ToTarget {
  /** -1 where no way leads there. */
  readonly hops: Int32Array;
  readonly costs: Float64Array;
}

export function toTarget(graph: Subgraph, { first, links, sources }: Incoming, target: number): ToTarget {
  const hops = new Int32Array(graph.count).fill(-1);
  const costs = new Float64Array(graph.count).fill(Infinity);
  const queue = [target];
  hops[target] = 0;
  costs[target] = 0;
  // Level by level: when a node has its turn, all that its own cost hangs on have had theirs.
  for (const node of queue) {
    for (let i = first[node]!; i < first[node + 1]!; i++) {
      const source = sources[links[i]!]!;
      if (hops[source] === -1) {
        hops[source] = hops[node]! + 1;
        queue.push(source);
      }
      if (hops[source] !== hops[node]! + 1) continue;
      costs[source] = Math.min(costs[source]!, costs[node]! + graph.costs[links[i]!]!);
    }
  }
  return { hops, costs };
}
