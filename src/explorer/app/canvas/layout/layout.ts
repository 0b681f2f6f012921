import { adjacencyOf, type Adjacency } from '../adjacency.ts';
import type { CanvasGraph } from '../graph.ts';
import { inBlocks } from './blocks.ts';
import { inColumns } from './columns.ts';
import { ordered } from './order.ts';
import { ranksOf } from './ranks.ts';
import { MOST_CARDS } from './sizes.ts';

export interface Layout {
  /** Of the middle of each node, in the order of the graph's nodes: x, y, x, y and so on. */
  readonly positions: Float64Array;
  /** The layer of each: 0 for starts, below 0 upstream. */
  readonly ranks: Int32Array;
  /** Of each link, in the order of the graph's links, where it turns on its way past cards: x, y, x, y and so on. */
  readonly turns: readonly (readonly number[])[];
}

/** A graph with where its nodes stand. */
export interface LaidOut {
  readonly graph: CanvasGraph;
  readonly layout: Layout;
}

const STRAIGHT: readonly number[] = [];

/** Layers from left to right; the same for the same graph, in whatever order its nodes and links come. */
export function layoutOf(graph: CanvasGraph): Layout {
  const byId = [...graph.nodes.keys()].sort((a, b) => (graph.nodes[a]!.id < graph.nodes[b]!.id ? -1 : 1));
  const { ranks, positions, turnsOf } = layoutSorted({
    nodes: byId.map((place) => graph.nodes[place]!),
    links: graph.links,
  });
  const result = { positions: new Float64Array(positions.length), ranks: new Int32Array(ranks.length) };
  const sortedPlaces = new Map<string, number>();
  byId.forEach((place, index) => {
    sortedPlaces.set(graph.nodes[place]!.id, index);
    result.positions[2 * place] = positions[2 * index]!;
    result.positions[2 * place + 1] = positions[2 * index + 1]!;
    result.ranks[place] = ranks[index]!;
  });
  const turns = graph.links.map(({ from, to }) => turnsOf(sortedPlaces.get(from) ?? -1, sortedPlaces.get(to) ?? -1));
  return { ...result, turns };
}

function layoutSorted(graph: CanvasGraph) {
  const adjacency = inOrder(adjacencyOf(graph));
  const ranks = ranksOf(
    adjacency,
    graph.nodes.flatMap(({ depth }, place) => (depth === 0 ? [place] : [])),
  );
  const layers = ordered(layersOf(ranks, graph), adjacency);
  return graph.nodes.length > MOST_CARDS
    ? { ranks, positions: inBlocks(layers, adjacency), turnsOf: () => STRAIGHT }
    : { ranks, ...inColumns(layers, adjacency) };
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
