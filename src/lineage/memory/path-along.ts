import type { Topology } from '../../projections/topology/topology.ts';
import type { FoundPath } from '../traversal.ts';
import { linkOf } from './link-maker.ts';
import type { LinkReader } from './link-reader.ts';
import type { Subgraph } from './subgraph.ts';

/** The path from a node along these links, of which each goes on from the one before. */
export function pathAlong(
  topology: Topology,
  graph: Subgraph,
  reader: LinkReader,
  start: number,
  links: readonly number[],
): FoundPath {
  const ends = [start, ...links.map((link) => graph.ends[link]!)].map((node) => ({
    id: graph.id(node),
    node: graph.nodes[node]!,
  }));
  return {
    nodes: ends.map(({ id }) => id),
    links: links.map((link, index) => {
      const isFallback = graph.fallbacks[link] === 1;
      return linkOf(topology, reader, ends[index]!, ends[index + 1]!, graph.slots[link]!, isFallback);
    }),
  };
}
