import { adjacencyOf, stepsFrom } from './adjacency.ts';
import type { CanvasGraph, CanvasNode } from './graph.ts';
import { grouped, type Group } from './groups.ts';

export type CollapseBy = 'kind' | 'namespace' | 'job';

const NONE: ReadonlySet<string> = new Set();

/**
 * The graph with one node for all of one kind that are as far from the starts, of one namespace, or for a job with what
 * it alone makes; upstream and downstream each for itself, so that the flow from left to right stays. Starts stay by
 * themselves.
 * @param open groups, by the id of the node that would stand for them, that are shown as what they hold
 */
export function collapse(graph: CanvasGraph, by: CollapseBy, open: ReadonlySet<string> = NONE): CanvasGraph {
  const groupOf = groupsBy(graph, by);
  return grouped(graph, (node) => {
    const group = groupOf(node);
    return group === null || open.has(group.id) ? null : group;
  });
}

/** Which group a node is in; null: none. */
export function groupsBy(graph: CanvasGraph, by: CollapseBy): (node: CanvasNode) => Group | null {
  const groups = by === 'job' ? jobs(graph) : byKindOrNamespace(graph, by);
  return ({ id, depth }) => (depth === 0 ? null : (groups.get(id) ?? null));
}

function byKindOrNamespace(graph: CanvasGraph, by: 'kind' | 'namespace'): ReadonlyMap<string, Group> {
  const upstream = upstreamOfStarts(graph);
  return new Map(
    graph.nodes.map(({ id, kind, namespace, depth }) => {
      const side = upstream.has(id) ? 'up' : 'down';
      return by === 'kind'
        ? [id, { id: `kind:${side}:${depth}:${kind}`, name: '' }]
        : [id, { id: `namespace:${side}:${encodeURIComponent(namespace)}`, name: namespace }];
    }),
  );
}

/** Each job, and what has that one job before it. */
function jobs(graph: CanvasGraph): ReadonlyMap<string, Group> {
  const { upstream } = adjacencyOf(graph);
  const all = new Map(graph.nodes.flatMap((node) => (node.kind === 'JOB' ? [[node.id, node] as const] : [])));
  const keys = new Map<string, Group>();
  graph.nodes.forEach((node, place) => {
    const before = [...new Set(upstream[place]!.map((each) => graph.nodes[each]!.id))].filter((id) => all.has(id));
    const [job, another] = all.has(node.id) ? [node.id] : before;
    if (job === undefined || another !== undefined) return;
    keys.set(node.id, { id: `job:${job}`, name: all.get(job)?.name ?? '' });
  });
  return keys;
}

function upstreamOfStarts(graph: CanvasGraph): ReadonlySet<string> {
  const starts = graph.nodes.flatMap(({ depth }, place) => (depth === 0 ? [place] : []));
  const { upstream, downstream } = adjacencyOf(graph);
  const down = stepsFrom(starts, downstream);
  return new Set(
    [...stepsFrom(starts, upstream).keys()].flatMap((place) => (down.has(place) ? [] : graph.nodes[place]!.id)),
  );
}
