import type { Adjacency } from '../adjacency.ts';
import { offsetsOf, straighten } from './heights.ts';
import { ordered } from './order.ts';
import { withPassages } from './passages.ts';
import { CARD, ROW } from './sizes.ts';

/** Between one column and the next, for links to cross. */
const BETWEEN = 84;
/** A layer of more goes on in columns beside it. */
const MOST_ROWS = 24;
/** For a link that passes by cards. */
const PASSAGE = 12;

export interface Placed {
  /** Of the middle of each: x, y, x, y and so on. */
  readonly positions: Float64Array;
  /** Where a link turns on its way past cards: x, y, x, y; empty where it passes none. */
  turnsOf(from: number, to: number): readonly number[];
}

/** Cards in columns, in the order of their layers, and room for each link that leads past some. */
export function inColumns(layers: readonly (readonly number[])[], adjacency: Adjacency): Placed {
  const nodes = adjacency.downstream.length;
  const passing = withPassages(layers.flatMap(columnsOf), adjacency);
  const columns = ordered(passing.columns, passing.adjacency);
  const roomOf = (place: number) => (place < nodes ? ROW : PASSAGE);

  const heights = new Float64Array(passing.adjacency.downstream.length);
  const lefts = new Float64Array(heights.length);
  columns.forEach((column, index) => {
    const offsets = offsetsOf(column.map(roomOf));
    column.forEach((place, row) => {
      lefts[place] = index * (CARD.width + BETWEEN);
      heights[place] = offsets[row]! - offsets.at(-1)! / 2;
    });
  });
  straighten(columns, passing.adjacency, roomOf, heights);

  const positions = new Float64Array(2 * nodes);
  for (let place = 0; place < nodes; place++) positions.set([lefts[place]!, heights[place]!], 2 * place);
  return {
    positions,
    turnsOf: (from, to) => {
      const half = lefts[from]! < lefts[to]! ? CARD.width / 2 : -CARD.width / 2;
      return passing
        .passagesOf(from, to)
        .flatMap((place) => [lefts[place]! - half, heights[place]!, lefts[place]! + half, heights[place]!]);
    },
  };
}

/** One after the other in turn, so that what is near in the layer is near in its columns. */
function columnsOf(layer: readonly number[]): number[][] {
  const count = Math.ceil(layer.length / MOST_ROWS);
  return Array.from({ length: count }, (_, column) => layer.filter((_, index) => index % count === column));
}
