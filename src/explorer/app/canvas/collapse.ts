import { adjacencyOf, stepsFrom } from './adjacency.ts';
import type { CanvasGraph, CanvasNode } from './graph.ts';
import { grouped, type Group } from './groups.ts';

export type CollapseBy = 'kind' | 'namespace' | 'job';

const NONE: ReadonlySet<string> = new Set();

/**
 * The graph with one node for all of one kind that are as far from the starts, of one namespace, or that one job makes;
 * upstream and downstream each for itself, so that the flow from left to right stays. Starts stay by themselves.
 * @param open groups, by the id of the node that would stand for them, that are shown as what they hold
 */
export function collapse(graph: CanvasGraph, by: CollapseBy, open: ReadonlySet<string> = NONE): CanvasGraph {
  const upstream = upstreamOfStarts(graph);
  return grouped(graph, (node) => {
    if (node.depth === 0) return null;
    const group = groupOf(node, by, upstream.has(node.id) ? 'up' : 'down');
    return group === null || open.has(group.id) ? null : group;
  });
}

function groupOf(node: CanvasNode, by: CollapseBy, side: string): Group | null {
  switch (by) {
    case 'kind':
      return { id: `kind:${side}:${node.depth}:${node.kind}`, name: '' };
    case 'namespace':
      return { id: `namespace:${side}:${node.namespace}`, name: node.namespace };
    case 'job': {
      const job = node.kind === 'JOB' ? node.id : node.job;
      return job === undefined ? null : { id: `job:${job}`, name: node.kind === 'JOB' ? node.name : '' };
    }
  }
}

function upstreamOfStarts(graph: CanvasGraph): ReadonlySet<string> {
  const starts = graph.nodes.flatMap(({ depth }, place) => (depth === 0 ? [place] : []));
  const { upstream, downstream } = adjacencyOf(graph);
  const down = stepsFrom(starts, downstream);
  return new Set(
    [...stepsFrom(starts, upstream).keys()].flatMap((place) => (down.has(place) ? [] : graph.nodes[place]!.id)),
  );
}
