import type { FoundPath } from '../traversal.ts';
import type { LinkTeller } from './link-teller.ts';
import type { Subgraph } from './subgraph.ts';

/** The path from a node along these links, of which each goes on from the one before. */
export function pathAlong(graph: Subgraph, teller: LinkTeller, start: number, links: readonly number[]): FoundPath {
  const ends = [start, ...links.map((link) => graph.ends[link]!)].map((node) => ({
    id: graph.id(node),
    node: graph.nodes[node]!,
  }));
  return {
    nodes: ends.map(({ id }) => id),
    links: links.map((link, index) => teller.told(link, ends[index]!, ends[index + 1]!)),
  };
}
