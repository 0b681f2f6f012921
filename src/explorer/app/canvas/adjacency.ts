import type { CanvasGraph } from './graph.ts';

/** Of each node, by its place in the graph's list, the places of what stands before and behind it. Loops are left out. */
export interface Adjacency {
  readonly upstream: readonly (readonly number[])[];
  readonly downstream: readonly (readonly number[])[];
}

export function adjacencyOf({ nodes, links }: CanvasGraph): Adjacency {
  const places = new Map(nodes.map(({ id }, place) => [id, place]));
  const upstream: number[][] = nodes.map(() => []);
  const downstream: number[][] = nodes.map(() => []);
  for (const { from, to } of links) {
    const [a, b] = [places.get(from), places.get(to)];
    if (a === undefined || b === undefined || a === b) continue;
    downstream[a]!.push(b);
    upstream[b]!.push(a);
  }
  return { upstream, downstream };
}

/** How many steps each place is from the nearest of `starts`; what none leads to is not in it. */
export function stepsFrom(starts: Iterable<number>, next: Adjacency['upstream']): ReadonlyMap<number, number> {
  const steps = new Map<number, number>();
  for (const start of starts) steps.set(start, 0);
  // A map is walked in the order of its entries, those included that come meanwhile.
  for (const [place, far] of steps) {
    for (const each of next[place]!) if (!steps.has(each)) steps.set(each, far + 1);
  }
  return steps;
}
