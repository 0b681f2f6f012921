import type { Topology } from '../../projections/topology/topology.ts';
import { roundedConfidence } from '../confidence.ts';
import type { FoundPath } from '../traversal.ts';
import type { DeploymentShares } from './deployment-shares.ts';
import type { FirstWays } from './first-ways.ts';
import type { LinkReader } from './link-reader.ts';
import { pathAlong } from './path-along.ts';
import type { Subgraph } from './subgraph.ts';

/** What there is to tell of the way to a node. */
export interface Ways {
  /** Product of the confidences along it. */
  confidence(node: number): number;
  /** Product of the shares of the deployments on it. */
  stageShare(node: number): number;
  path(node: number): FoundPath;
}

export interface WaysSetting {
  readonly topology: Topology;
  readonly graph: Subgraph;
  readonly reader: LinkReader;
  readonly shares: DeploymentShares;
}

export function tellWays(
  { topology, graph, reader, shares }: WaysSetting,
  { nodes, lastLinks, sources }: FirstWays,
): Ways {
  const confidences = new Float64Array(graph.count);
  const stageShares = new Float64Array(graph.count);
  for (const node of nodes) {
    const link = lastLinks[node]!;
    const inTopology = graph.nodes[node]!;
    if (link === -1) {
      confidences[node] = 1;
      stageShares[node] = shares.beginning(inTopology);
      continue;
    }
    const before = sources[link]!;
    const slot = graph.slots[link]!;
    confidences[node] = confidences[before]! * reader.confidence(slot, graph.fallbacks[link] === 1);
    stageShares[node] = stageShares[before]! * shares.entering(inTopology, slot);
  }
  return {
    confidence: (node) => roundedConfidence(confidences[node]!),
    stageShare: (node) => roundedConfidence(stageShares[node]!),
    path(node) {
      const way: number[] = [];
      for (let link = lastLinks[node]!; link !== -1; link = lastLinks[sources[link]!]!) way.push(link);
      return pathAlong(topology, graph, reader, way.length === 0 ? node : sources[way.at(-1)!]!, way.reverse());
    },
  };
}
