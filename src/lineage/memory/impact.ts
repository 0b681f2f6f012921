import type { AffectedTarget, Impact, ImpactQuery } from '../traversal.ts';
import { costOf } from './costs.ts';
import { createDeploymentShares } from './deployment-shares.ts';
import { firstWays } from './first-ways.ts';
import { inTurns } from './in-turns.ts';
import { ownersOf } from './owners.ts';
import { createPace } from './pace.ts';
import { region } from './region.ts';
import { countShortestPaths } from './shortest-paths.ts';
import { surest } from './surest.ts';
import { tellWays } from './tell-ways.ts';
import type { Work } from './work.ts';

/**
 * Finds what lies downstream, then the surest way to each node, then of equally sure ones the one to tell.
 *
 * Where time is up it knows the surest nodes, and tells of no others. Yields wherever the event loop is due a turn.
 */
export function* findImpact(work: Work, query: ImpactQuery): Generator<undefined, Impact> {
  const { topology, at, limits, now, begin } = work;
  const shares = createDeploymentShares(topology, at, query.fork);
  const { graph, links, limitHit, hidden } = yield* region(work, {
    ...{ of: query.of, isUp: false, nodes: limits.nodes },
    share: (slot, end) => shares.entering(end, slot),
  });
  const found = yield* surest(
    graph,
    (start) => costOf(shares.beginning(graph.nodes[start]!)),
    createPace(now, begin + limits.millis),
  );

  // What is left is bounded by what was found, and is done whatever the time.
  const pace = createPace(now, Infinity);
  if (pace.look() === 'rest') yield;
  const { kindNames, kinds } = topology.nodes;
  const kindOf = (node: number) => kindNames[kinds[graph.nodes[node]!]!]!;
  const affected: number[] = [];
  const targets: number[] = [];
  const counts = new Map<string, number>();
  for (let node = graph.starts; node < graph.count; node++) {
    if (found.isKnown[node] === 0) continue;
    const kind = kindOf(node);
    affected.push(node);
    if (query.targets.has(kind)) targets.push(node);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }

  const first = yield* firstWays(graph, found, targets, pace);
  const ways = tellWays({ graph, links, shares }, first);
  if (pace.look() === 'rest') yield;
  const shortest = countShortestPaths(graph);
  return {
    counts,
    targets: targets.map((node): AffectedTarget => ({
      id: graph.id(node),
      kind: kindOf(node),
      confidence: ways.confidence(node),
      stageShare: ways.stageShare(node),
      // Where time was up some of them may not have been met.
      shortestPaths: Math.max(shortest[node]!, 1),
      path: () => ways.path(node),
    })),
    owners: () => inTurns(ownersOf(topology, at, graph, affected, found.costs, createPace(now, Infinity))),
    limitHit: found.isWhole ? limitHit : 'TIME',
    staleLinks: graph.staleLinks,
    hidden,
  };
}
