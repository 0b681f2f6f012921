import { adjacencyOf, type Adjacency } from '../adjacency.ts';
import type { CanvasGraph } from '../graph.ts';
import { spread } from './heights.ts';
import { ordered } from './order.ts';
import { ranksOf } from './ranks.ts';

/** The size of what stands for a node, and the room around it, in pixels at a zoom of 1. */
export const CARD = { width: 208, height: 48 } as const;
const GAP = { column: 20, row: 18, layer: 84 } as const;
const ROW = CARD.height + GAP.row;
/** A layer of more than this many rows goes on in a column beside it; the more there is, the more rows. */
const FEWEST_ROWS = 24;
/** Of the whole, wider than high. */
const SHAPE = 1.7;
/** How often heights are brought nearer to those of the neighbours. */
const ROUNDS = 6;

export interface Layout {
  /** Of the middle of each node, in the order of the graph's nodes: x, y, x, y and so on. */
  readonly positions: Float64Array;
  /** The layer of each: 0 for starts, below 0 upstream. */
  readonly ranks: Int32Array;
}

/** A graph with where its nodes stand. */
export interface LaidOut {
  readonly graph: CanvasGraph;
  readonly layout: Layout;
}

/** Layers from left to right; the same for the same graph, in whatever order its nodes and links come. */
export function layoutOf(graph: CanvasGraph): Layout {
  const byId = [...graph.nodes.keys()].sort((a, b) => (graph.nodes[a]!.id < graph.nodes[b]!.id ? -1 : 1));
  const sorted = { nodes: byId.map((place) => graph.nodes[place]!), links: graph.links };
  const { positions, ranks } = layoutSorted(sorted);
  const result = { positions: new Float64Array(positions.length), ranks: new Int32Array(ranks.length) };
  byId.forEach((place, index) => {
    result.positions[2 * place] = positions[2 * index]!;
    result.positions[2 * place + 1] = positions[2 * index + 1]!;
    result.ranks[place] = ranks[index]!;
  });
  return result;
}

function layoutSorted(graph: CanvasGraph): Layout {
  const adjacency = inOrder(adjacencyOf(graph));
  const ranks = ranksOf(
    adjacency,
    graph.nodes.flatMap(({ depth }, place) => (depth === 0 ? [place] : [])),
  );
  const layers = ordered(layersOf(ranks, graph), adjacency);
  const rows = Math.max(
    FEWEST_ROWS,
    Math.ceil(Math.sqrt((graph.nodes.length * (CARD.width + GAP.column)) / (SHAPE * ROW))),
  );
  const positions = new Float64Array(2 * graph.nodes.length);
  let left = 0;
  for (const layer of layers) {
    const columns = Math.ceil(layer.length / rows);
    const tall = Math.ceil(layer.length / columns);
    layer.forEach((place, index) => {
      positions[2 * place] = left + (index % columns) * (CARD.width + GAP.column);
      positions[2 * place + 1] = (Math.floor(index / columns) - (tall - 1) / 2) * ROW;
    });
    left += columns * (CARD.width + GAP.column) - GAP.column + GAP.layer;
  }
  // A layer of several columns is a block as it is.
  straighten(
    layers.filter((layer) => layer.length <= rows),
    adjacency,
    positions,
  );
  return { positions, ranks };
}

/** Links in whatever order they come: the same neighbours in the same order. */
function inOrder({ upstream, downstream }: Adjacency): Adjacency {
  const sorted = (all: Adjacency['upstream']) => all.map((each) => [...new Set(each)].sort((a, b) => a - b));
  return { upstream: sorted(upstream), downstream: sorted(downstream) };
}

/** By kind and name at first, so that what is alike stands together where links leave it open. */
function layersOf(ranks: Int32Array, { nodes }: CanvasGraph): number[][] {
  const key = ({ kind, namespace, name, id }: CanvasGraph['nodes'][number]) => `${kind}\n${namespace}\n${name}\n${id}`;
  const keys = nodes.map(key);
  const layers = new Map<number, number[]>();
  for (const place of [...nodes.keys()].sort((a, b) => (keys[a]! < keys[b]! ? -1 : 1))) {
    const layer = layers.get(ranks[place]!);
    if (layer === undefined) layers.set(ranks[place]!, [place]);
    else layer.push(place);
  }
  return [...layers].sort(([a], [b]) => a - b).map(([, layer]) => layer);
}

/** Moves each node towards the middle of its neighbours, within its place in the layer, so that links run level. */
function straighten(layers: readonly (readonly number[])[], adjacency: Adjacency, positions: Float64Array): void {
  const heightOf = (place: number) => positions[2 * place + 1]!;
  for (let round = 0; round < ROUNDS; round++) {
    for (const layer of round % 2 === 0 ? layers : layers.toReversed()) {
      const wished = layer.map((place) => {
        const near = [...adjacency.upstream[place]!, ...adjacency.downstream[place]!];
        return near.length === 0 ? heightOf(place) : near.reduce((sum, each) => sum + heightOf(each), 0) / near.length;
      });
      spread(wished, ROW).forEach((height, index) => (positions[2 * layer[index]! + 1] = height));
    }
  }
}
