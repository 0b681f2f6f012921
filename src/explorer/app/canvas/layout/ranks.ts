import type { Adjacency } from '../adjacency.ts';

/**
 * The layer of each node: 0 for starts, below 0 upstream, above 0 downstream. It is the longest way to a start rather
 * than the shortest, so that links lead from left to right wherever there is no circle.
 * @param starts their places; none: whatever nothing leads to
 */
export function ranksOf(adjacency: Adjacency, starts: readonly number[]): Int32Array {
  const { upstream, downstream } = adjacency;
  const order = topological(adjacency, starts);
  const ranks = new Int32Array(order.length);
  const isRanked = new Uint8Array(order.length);
  const isBefore = positions(order);
  const begin = starts.length > 0 ? starts : order.filter((place) => upstream[place]!.length === 0);
  for (const place of begin) isRanked[place] = 1;
  const isStart = isRanked.slice();

  const settle = (places: Iterable<number>, before: Adjacency['upstream'], step: 1 | -1) => {
    for (const place of places) {
      if (isStart[place] === 1) continue;
      let rank: number | null = null;
      for (const each of before[place]!) {
        const leads = step > 0 ? isBefore[each]! < isBefore[place]! : isBefore[each]! > isBefore[place]!;
        if (isRanked[each] === 1 && leads) rank = Math.max(rank ?? 0, ranks[each]! * step + 1);
      }
      if (rank === null) continue;
      ranks[place] = rank * step;
      isRanked[place] = 1;
    }
  };
  // What is both, as in a circle, counts as downstream.
  settle(order, upstream, 1);
  const downstreamOnes = isRanked.slice();
  settle(
    order.toReversed().filter((place) => downstreamOnes[place] === 0),
    downstream.map((next) => next.filter((place) => downstreamOnes[place] === 0 || isStart[place] === 1)),
    -1,
  );
  besideNeighbours(adjacency, ranks, isRanked);
  return ranks;
}

/** What is neither before nor behind a start, as other sources of what is behind it, stands beside what it leads to. */
function besideNeighbours({ upstream, downstream }: Adjacency, ranks: Int32Array, isRanked: Uint8Array): void {
  const queue = [...ranks.keys()].filter((place) => isRanked[place] === 1);
  for (const place of queue) {
    const reach = (next: readonly number[], step: number) => {
      for (const each of next) {
        if (isRanked[each] === 1) continue;
        ranks[each] = ranks[place]! + step;
        isRanked[each] = 1;
        queue.push(each);
      }
    };
    reach(upstream[place]!, -1);
    reach(downstream[place]!, 1);
  }
}

/** Each place behind those that lead to it, but where a circle closes. */
function topological({ upstream, downstream }: Adjacency, starts: readonly number[]): number[] {
  const count = downstream.length;
  const state = new Uint8Array(count);
  const done: number[] = [];
  const sourcesFirst = [...downstream.keys()].sort((a, b) => upstream[a]!.length - upstream[b]!.length || a - b);
  for (const root of [...starts, ...sourcesFirst]) {
    if (state[root] !== 0) continue;
    const stack = [{ place: root, next: 0 }];
    state[root] = 1;
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const each = downstream[top.place]![top.next++];
      if (each === undefined) {
        done.push(top.place);
        stack.pop();
      } else if (state[each] === 0) {
        state[each] = 1;
        stack.push({ place: each, next: 0 });
      }
    }
  }
  return done.toReversed();
}

function positions(order: readonly number[]): Int32Array {
  const at = new Int32Array(order.length);
  order.forEach((place, index) => (at[place] = index));
  return at;
}
