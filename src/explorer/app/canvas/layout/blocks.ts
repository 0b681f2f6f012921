import type { Adjacency } from '../adjacency.ts';
import { straighten } from './heights.ts';
import { CARD, ROW } from './sizes.ts';

const GAP = { column: 20, layer: 84 } as const;
/** A layer of more than this many rows goes on in a column beside it; the more there is, the more rows. */
const FEWEST_ROWS = 24;
/** Of the whole, wider than high. */
const SHAPE = 1.7;

/** What is many, each layer a block of columns close together. @returns where each stands: x, y, x, y and so on */
export function inBlocks(layers: readonly (readonly number[])[], adjacency: Adjacency): Float64Array {
  const nodes = adjacency.downstream.length;
  const rows = Math.max(FEWEST_ROWS, Math.ceil(Math.sqrt((nodes * (CARD.width + GAP.column)) / (SHAPE * ROW))));
  const heights = new Float64Array(nodes);
  const lefts = new Float64Array(nodes);
  let left = 0;
  for (const layer of layers) {
    const columns = Math.ceil(layer.length / rows);
    const tall = Math.ceil(layer.length / columns);
    layer.forEach((place, index) => {
      lefts[place] = left + (index % columns) * (CARD.width + GAP.column);
      heights[place] = (Math.floor(index / columns) - (tall - 1) / 2) * ROW;
    });
    left += columns * (CARD.width + GAP.column) - GAP.column + GAP.layer;
  }
  const oneColumn = layers.filter((layer) => layer.length <= rows);
  straighten(oneColumn, adjacency, () => ROW, heights);
  const positions = new Float64Array(2 * nodes);
  for (let place = 0; place < nodes; place++) positions.set([lefts[place]!, heights[place]!], 2 * place);
  return positions;
}
