import type { CanvasGraph, CanvasNode } from './graph.ts';
import { grouped, openedOf, type Group } from './groups.ts';

export interface Cluster {
  /** Of the node that stands for them. */
  readonly id: string;
  readonly kind: string;
  /** Null where it holds those of several namespaces. */
  readonly namespace: string | null;
  readonly nodes: number;
}

export interface Clustered {
  readonly graph: CanvasGraph;
  /** What is not drawn by itself, the largest first; empty where all is. */
  readonly hides: readonly Cluster[];
  /** How many nodes and links are not drawn by themselves. */
  readonly hidden: { readonly nodes: number; readonly links: number };
  /** What would stand for the groups that are open. */
  readonly opened: readonly CanvasNode[];
}

interface Kept {
  /** What stays by itself. */
  readonly keep?: ReadonlySet<string>;
  /** Groups, by the id of the node that would stand for them, of which each stays by itself. */
  readonly open?: ReadonlySet<string>;
}

const PREFIX = 'cluster:';
const NONE: ReadonlySet<string> = new Set();

/**
 * The graph with at most `limit` nodes where that can be: as few as needed of the largest groups of one kind and
 * namespace become one node each; where that does not do, groups of one kind. Starts stay by themselves.
 */
export function cluster(graph: CanvasGraph, limit: number, { keep = NONE, open = NONE }: Kept = {}): Clustered {
  const stays = (node: CanvasNode) =>
    node.depth === 0 || keep.has(node.id) || open.has(finer(node).id) || open.has(coarser(node).id);
  const inNamespaces = joined(graph, limit, stays, finer);
  const all = joined(inNamespaces, limit, stays, coarser);
  const hides = all.nodes.flatMap(({ id, kind, namespace, members }) =>
    members === undefined || !id.startsWith(PREFIX)
      ? []
      : [{ id, kind, namespace: namespace === '' ? null : namespace, nodes: members.length }],
  );
  const isCut = graph.nodes.length > limit;
  return {
    graph: all,
    hides: hides.sort((a, b) => b.nodes - a.nodes || (a.id < b.id ? -1 : 1)),
    hidden: {
      nodes: hides.reduce((sum, { nodes }) => sum + nodes, 0),
      links: graph.links.length - all.links.length,
    },
    opened: isCut ? [...openedOf(graph, finer, open), ...openedOf(graph, coarser, open)] : [],
  };
}

function finer({ kind, namespace }: CanvasNode): Group {
  return { id: `${PREFIX}${kind}:${encodeURIComponent(namespace)}`, name: '' };
}

function coarser({ kind }: CanvasNode): Group {
  return { id: `${PREFIX}${kind}`, name: '' };
}

function joined(
  graph: CanvasGraph,
  limit: number,
  stays: (node: CanvasNode) => boolean,
  groupOf: (node: CanvasNode) => Group,
): CanvasGraph {
  const taken = chosen(graph, limit, stays, (node) => groupOf(node).id);
  return grouped(graph, (node) => {
    const group = groupOf(node);
    return !stays(node) && taken.has(group.id) ? group : null;
  });
}

/** Which groups become one node each: the largest, until the limit is kept. */
function chosen(
  { nodes }: CanvasGraph,
  limit: number,
  stays: (node: CanvasNode) => boolean,
  keyOf: (node: CanvasNode) => string,
): ReadonlySet<string> {
  const sizes = new Map<string, number>();
  for (const node of nodes) if (!stays(node)) sizes.set(keyOf(node), (sizes.get(keyOf(node)) ?? 0) + 1);
  const largestFirst = [...sizes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const taken = new Set<string>();
  let left = nodes.length;
  for (const [key, size] of largestFirst) {
    if (left <= limit || size < 2) break;
    taken.add(key);
    left -= size - 1;
  }
  return taken;
}
