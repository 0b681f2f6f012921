/** What the canvas draws, and what two answers come to together. Nothing here knows of a page: it runs in tests as it is. */
export interface CanvasNode {
  readonly id: string;
  /** As in EntityKind: `MODEL_VERSION`. */
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Relations on the shortest way from a start; 0: a start. */
  readonly depth: number;
  /** Where it stands for several: their ids. */
  readonly members?: readonly string[];
}

export interface CanvasLink {
  /** The upstream end. */
  readonly from: string;
  /** The downstream end. */
  readonly to: string;
  /** The relationship; null where it stands for several. */
  readonly type: string | null;
  /** How many relations it stands for. */
  readonly hops: number;
  readonly stale: boolean;
  /** Whether it is known of the whole alone, so that any part of it may be meant. */
  readonly isCoarse?: boolean;
}

export interface CanvasGraph {
  readonly nodes: readonly CanvasNode[];
  readonly links: readonly CanvasLink[];
}

export type Tone = 'risk' | 'path' | 'added' | 'removed' | 'changed' | 'alert';

export interface Decoration {
  readonly tone?: Tone;
  /** A word or a number in its corner. */
  readonly badge?: string;
  /** From 0 to 1: how deep the colour of the risk is. */
  readonly risk?: number;
}

export interface Decorations {
  /** By id of a node. */
  readonly nodes: ReadonlyMap<string, Decoration>;
  /** By `linkKey`: those that stand out. While any does, the others step back. */
  readonly links: ReadonlyMap<string, Tone>;
}

export const UNDECORATED: Decorations = { nodes: new Map(), links: new Map() };

/** What tells a link from the others: its ends. */
export function linkKey({ from, to }: Pick<CanvasLink, 'from' | 'to'>): string {
  return `${from}\n${to}`;
}

/**
 * Both answers as one graph. What was there stays as it was, and keeps its depth; what is new is as deep as what it was
 * asked from, and its own depth more.
 */
export function merge(graph: CanvasGraph, more: CanvasGraph): CanvasGraph {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const from = more.nodes.flatMap(({ id, depth }) => (depth === 0 ? (nodes.get(id)?.depth ?? []) : []));
  const base = from.length === 0 ? 0 : Math.min(...from);
  for (const node of more.nodes) {
    if (!nodes.has(node.id)) nodes.set(node.id, { ...node, depth: base + node.depth });
  }
  const links = new Map([...more.links, ...graph.links].map((link) => [`${linkKey(link)}\n${link.type}`, link]));
  return {
    nodes: [...nodes.values()],
    links: [...links.values()].filter(({ from, to }) => nodes.has(from) && nodes.has(to)),
  };
}
