import type { Subgraph } from './subgraph.ts';

/** More than can be told: counts that grow past it stay there. */
const MANY = 2 ** 31;

/** How many ways to each node have as few links as any from a start: level by level, so that diamonds do not matter. */
export function countShortestPaths({ starts, count, depths, firstOut, ends }: Subgraph): Float64Array {
  const counts = new Float64Array(count).fill(1, 0, starts);
  for (let node = 0; node < count; node++) {
    for (let link = firstOut[node]!; link < firstOut[node + 1]!; link++) {
      const end = ends[link]!;
      if (depths[end] === depths[node]! + 1) counts[end] = Math.min(counts[end]! + counts[node]!, MANY);
    }
  }
  return counts;
}
