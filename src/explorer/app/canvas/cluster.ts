import type { CanvasGraph, CanvasNode } from './graph.ts';
import { grouped } from './groups.ts';

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
}

/**
 * The graph with at most `limit` nodes where that can be: as few as needed of the largest groups of one kind and
 * namespace become one node each; where that does not do, groups of one kind. Starts stay by themselves, and so does
 * what is in `keep`.
 */
export function cluster(graph: CanvasGraph, limit: number, keep: ReadonlySet<string> = new Set()): Clustered {
  const stays = (node: CanvasNode) => node.depth === 0 || keep.has(node.id);
  const finer = chosen(graph, limit, stays, (node) => `${node.kind}\n${node.namespace}`);
  const inNamespaces = grouped(graph, (node) =>
    !stays(node) && finer.has(`${node.kind}\n${node.namespace}`)
      ? { id: `cluster:${node.kind}:${node.namespace}`, name: '' }
      : null,
  );
  const coarser = chosen(inNamespaces, limit, stays, ({ kind }) => kind);
  const all = grouped(inNamespaces, (node) =>
    !stays(node) && coarser.has(node.kind) ? { id: `cluster:${node.kind}`, name: '' } : null,
  );
  const hides = all.nodes.flatMap(({ id, kind, namespace, members }) =>
    members === undefined ? [] : [{ id, kind, namespace: namespace === '' ? null : namespace, nodes: members.length }],
  );
  return {
    graph: all,
    hides: hides.sort((a, b) => b.nodes - a.nodes || (a.id < b.id ? -1 : 1)),
    hidden: {
      nodes: hides.reduce((sum, { nodes }) => sum + nodes, 0),
      links: graph.links.length - all.links.length,
    },
  };
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
