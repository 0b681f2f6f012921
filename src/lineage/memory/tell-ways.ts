import { roundedConfidence } from '../confidence.ts';
import type { FoundPath } from '../traversal.ts';
import type { DeploymentShares } from './deployment-shares.ts';
import type { FirstWays } from './first-ways.ts';
import type { LinkTeller } from './link-teller.ts';
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
  readonly graph: Subgraph;
  readonly links: LinkTeller;
  readonly shares: DeploymentShares;
}

export function tellWays({ graph, links, shares }: WaysSetting, { nodes, lastLinks, sources }: FirstWays): Ways {
  const confidences = new Float64Array(graph.count);
  const stageShares = new Float64Array(graph.count);
  for (const node of nodes) {
    const link = lastLinks[node]!;
    if (link === -1) {
      confidences[node] = 1;
      stageShares[node] = shares.beginning(graph.nodes[node]!);
      continue;
    }
    const before = sources[link]!;
    confidences[node] = confidences[before]! * links.confidence(link);
    stageShares[node] = stageShares[before]! * links.share(link);
  }
  return {
    confidence: (node) => roundedConfidence(confidences[node]!),
    stageShare: (node) => roundedConfidence(stageShares[node]!),
    path(node) {
      const way: number[] = [];
      for (let link = lastLinks[node]!; link !== -1; link = lastLinks[sources[link]!]!) way.push(link);
      return pathAlong(graph, links, way.length === 0 ? node : sources[way.at(-1)!]!, way.reverse());
    },
  };
}
