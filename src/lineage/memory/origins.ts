import { TO } from '../../projections/topology/edge-table.ts';
import { urnParts } from '../../kernel/urn.ts';
import { roundedConfidence } from '../confidence.ts';
import type { FoundPath, Origin, Origins, OriginsQuery } from '../traversal.ts';
import { createDeploymentShares } from './deployment-shares.ts';
import { firstWays } from './first-ways.ts';
import type { LinkEnd } from './link-maker.ts';
import { createPace } from './pace.ts';
import { compareIds } from './ranking.ts';
import { region } from './region.ts';
import { surest } from './surest.ts';
import type { Work } from './work.ts';

/**
 * Finds what lies upstream, then the surest way from each node, as `findImpact` does downstream. The subgraph's links
 * lead against the flow of data, from the entity to what it comes from.
 *
 * Where time is up it knows the surest nodes, and tells of no others. Yields wherever the event loop is due a turn.
 */
export function* findOrigins(work: Work, { of, nodes: most, fork }: OriginsQuery): Generator<undefined, Origins> {
  const { topology, at, limits, now, begin } = work;
  const shares = createDeploymentShares(topology, at, fork);
  const { graph, links, limitHit, hidden } = yield* region(work, {
    ...{ of: [of], isUp: true, nodes: Math.min(most, limits.nodes) },
    share: (slot) => shares.entering(topology.edges.read(slot, TO), slot),
  });
  const { staleLinks } = graph;
  if (graph.starts === 0) return { nodes: [alone(of)], limitHit, staleLinks, hidden };
  const found = yield* surest(graph, () => 0, createPace(now, begin + limits.millis));

  const known: number[] = [];
  // What comes back to the start is not what it comes from.
  for (let node = 0; node < graph.firstCopy; node++) if (found.isKnown[node] === 1) known.push(node);
  const ways = yield* firstWays(graph, found, known, createPace(now, Infinity));
  const confidences = new Float64Array(graph.count).fill(1);
  const stageShares = new Float64Array(graph.count).fill(1);
  for (const node of ways.nodes) {
    const link = ways.lastLinks[node]!;
    if (link === -1) continue;
    const before = ways.sources[link]!;
    confidences[node] = confidences[before]! * links.confidence(link);
    stageShares[node] = stageShares[before]! * links.share(link);
  }

  const ends = new Map<number, LinkEnd>();
  function endOf(node: number): LinkEnd {
    const made = ends.get(node) ?? { id: graph.id(node), node: graph.nodes[node]! };
    ends.set(node, made);
    return made;
  }

  function pathFrom(node: number): FoundPath {
    const nodes = [endOf(node).id];
    const along: FoundPath['links'][number][] = [];
    let here = node;
    for (let link = ways.lastLinks[here]!; link !== -1; link = ways.lastLinks[here]!) {
      const next = ways.sources[link]!;
      along.push(links.told(link, endOf(here), endOf(next)));
      nodes.push(endOf(next).id);
      here = next;
    }
    return { nodes, links: along };
  }

  const { kindNames, kinds } = topology.nodes;
  known.sort((a, b) => graph.depths[a]! - graph.depths[b]! || compareIds(endOf(a).id, endOf(b).id));
  const places = new Map(known.map((node, place) => [node, place]));
  const originOf = (node: number): Origin => {
    const into = graph.ends.subarray(graph.firstOut[node], graph.firstOut[node + 1]);
    return {
      id: endOf(node).id,
      kind: kindNames[kinds[graph.nodes[node]!]!]!,
      depth: graph.depths[node]!,
      confidence: roundedConfidence(confidences[node]!),
      stageShare: roundedConfidence(stageShares[node]! * shares.beginning(graph.nodes[node]!)),
      from: [...into].flatMap((other) => places.get(other) ?? []).sort((a, b) => a - b),
      path: () => pathFrom(node),
    };
  };
  return { nodes: known.map(originOf), limitHit: found.isWhole ? limitHit : 'TIME', staleLinks, hidden };
}

/** An entity that no relation names comes from nothing that is known. */
function alone(of: OriginsQuery['of']): Origin {
  const path = () => ({ nodes: [of], links: [] });
  return { id: of, kind: urnParts(of).kind, depth: 0, confidence: 1, stageShare: 1, from: [], path };
}
