import { adjacencyOf, stepsFrom } from './adjacency.ts';
import type { CanvasGraph } from './graph.ts';
import { grouped } from './groups.ts';

export type CollapseBy = 'kind' | 'namespace' | 'job';

const NONE: ReadonlySet<string> = new Set();

/**
 * The graph with one node for all of one kind that are as far from the starts, of one namespace, or for a job with what
 * it alone makes; upstream and downstream each for itself, so that the flow from left to right stays. Starts stay by
 * themselves.
 * @param open groups, by the id of the node that would stand for them, that are shown as what they hold
 */
export function collapse(graph: CanvasGraph, by: CollapseBy, open: ReadonlySet<string> = NONE): CanvasGraph {
  const keys = by === 'job' ? jobs(graph) : byKindOrNamespace(graph, by);
  return grouped(graph, ({ id, depth }) => {
    const group = depth === 0 ? undefined : keys.get(id);
    return group === undefined || open.has(group.id) ? null : group;
  });
}

interface Key {
  readonly id: string;
  readonly name: string;
}

function byKindOrNamespace(graph: CanvasGraph, by: 'kind' | 'namespace'): ReadonlyMap<string, Key> {
  const upstream = upstreamOfStarts(graph);
  return new Map(
    graph.nodes.map(({ id, kind, namespace, depth }) => {
      const side = upstream.has(id) ? 'up' : 'down';
      return by === 'kind'
        ? [id, { id: `kind:${side}:${depth}:${kind}`, name: '' }]
        : [id, { id: `namespace:${side}:${namespace}`, name: namespace }];
    }),
  );
}

/** Each job, and what has that one job before it. */
function jobs(graph: CanvasGraph): ReadonlyMap<string, Key> {
  const { upstream } = adjacencyOf(graph);
  const all = new Map(graph.nodes.flatMap((node) => (node.kind === 'JOB' ? [[node.id, node] as const] : [])));
  const keys = new Map<string, Key>();
  graph.nodes.forEach((node, place) => {
    const before = [...new Set(upstream[place]!.map((each) => graph.nodes[each]!.id))].filter((id) => all.has(id));
    const [job, another] = all.has(node.id) ? [node.id] : node.job === undefined ? before : [node.job];
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
