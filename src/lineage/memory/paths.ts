import type { FoundPaths, PathsQuery } from '../traversal.ts';
import { createIdentity } from './identity.ts';
import { createPace } from './pace.ts';
import { pathAlong } from './path-along.ts';
import { region } from './region.ts';
import { simplePaths } from './simple-paths.ts';
import type { Work } from './work.ts';

/** Finds what lies downstream of the one end, and in it the first paths to the other. */
export function* findPaths(work: Work, { from, to, first }: PathsQuery): Generator<undefined, FoundPaths> {
  const { topology, at, limits, now, begin } = work;
  const { nodes } = topology;
  const [start, end] = [from, to].map(createIdentity(topology, at).find) as [number, number];
  if (from === to || (start !== -1 && start === end)) {
    const path = { nodes: [start === -1 ? from : nodes.urn(start)], links: [] };
    return { paths: [path], limitHit: null, staleLinks: 0, hidden: 0 };
  }
  const { graph, links, limitHit, hidden } = yield* region(work, {
    ...{ of: [from], isUp: false, nodes: limits.nodes },
    share: () => 1,
  });
  // There may be no such node, or nothing that leads to it.
  const target = graph.nodes.subarray(0, graph.count).indexOf(end);
  if (target < graph.starts) return { paths: [], limitHit, staleLinks: 0, hidden };
  const found = yield* simplePaths(graph, 0, target, first, createPace(now, begin + limits.millis));
  return {
    paths: found.ways.map((way) => pathAlong(graph, links, 0, way)),
    limitHit: found.limitHit === 'TIME' ? 'TIME' : (limitHit ?? found.limitHit),
    staleLinks: new Set(found.ways.flat().filter((link) => links.way(link).isStale)).size,
    hidden,
  };
}
