import type { Adjacency } from '../adjacency.ts';

/** Columns in which links have places of their own where they pass by what stands there. */
export interface WithPassages {
  /** Places, column by column; those from `adjacency`'s former length on are passages. */
  readonly columns: readonly (readonly number[])[];
  /** From each to the next on the way, from left to right. */
  readonly adjacency: Adjacency;
  /** The passages on the way from one node to another, in order; none where they stand side by side. */
  passagesOf(from: number, to: number): readonly number[];
}

/**
 * Gives each link that leads past a column a passage through it, so that it is not drawn behind what stands there and
 * seems to begin or end at that. One that leads back, as where a circle closes, passes the columns of its ends too: it
 * leaves at the right and arrives at the left like the others. Links that leave one node, or lead to one, go together as
 * far as they can: they are told apart where they part.
 */
export function withPassages(columns: readonly (readonly number[])[], { downstream }: Adjacency): WithPassages {
  const columnOf = new Int32Array(downstream.length);
  columns.forEach((column, index) => column.forEach((place) => (columnOf[place] = index)));
  const links = downstream.flatMap((next, from) => next.map((to) => [from, to] as const));
  const far = links.filter(([from, to]) => passed(columnOf[from]!, columnOf[to]!).length > 0);
  const leaving = counted(far.map(([from]) => from));
  const arriving = counted(far.map(([, to]) => to));

  const wider = columns.map((column) => [...column]);
  const passages = new Map<string, number>();
  let next = downstream.length;
  function passage(key: string, column: number): number {
    const known = passages.get(`${key} ${column}`);
    if (known !== undefined) return known;
    passages.set(`${key} ${column}`, next);
    wider[column]!.push(next);
    return next++;
  }

  const ways = new Map<string, readonly number[]>();
  for (const [from, to] of far) {
    const end = leaving.get(from)! >= arriving.get(to)! ? `from ${from}` : `to ${to}`;
    const key = columnOf[from]! < columnOf[to]! ? end : `back ${end}`;
    const way = passed(columnOf[from]!, columnOf[to]!).map((column) => passage(key, column));
    ways.set(`${from} ${to}`, way);
  }
  const passagesOf = (from: number, to: number) => ways.get(`${from} ${to}`) ?? [];
  const steps = links.flatMap(([from, to]) => {
    const way = [from, ...passagesOf(from, to), to];
    if (columnOf[from]! >= columnOf[to]!) way.reverse();
    return way.slice(1).map((place, index) => [way[index]!, place] as const);
  });
  return { columns: wider, adjacency: ofSteps(steps, next), passagesOf };
}

/** The columns that a link leads past, in the order that it does. */
function passed(from: number, to: number): number[] {
  return from < to
    ? Array.from({ length: to - from - 1 }, (_, step) => from + 1 + step)
    : Array.from({ length: from - to + 1 }, (_, step) => from - step);
}

function counted(places: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  return counts;
}

function ofSteps(steps: ReadonlyArray<readonly [from: number, to: number]>, places: number): Adjacency {
  const empty = () => Array.from({ length: places }, () => new Set<number>());
  const [upstream, downstream] = [empty(), empty()];
  for (const [from, to] of steps) {
    downstream[from]!.add(to);
    upstream[to]!.add(from);
  }
  const lists = (sets: readonly Set<number>[]) => sets.map((set) => [...set]);
  return { upstream: lists(upstream), downstream: lists(downstream) };
}
