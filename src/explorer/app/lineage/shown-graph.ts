import { shownName } from '../shown-name.ts';
import { alongPath } from '../canvas/decorate.ts';
import { linkKey, type CanvasGraph, type CanvasNode, type Decorations } from '../canvas/graph.ts';
import type { LineageLinkPartsFragment, LineageNodePartsFragment, PathPartsFragment } from '../generated/operations.ts';
import { kindIn, nameIn } from '../links.ts';

interface Answer {
  readonly nodes: readonly LineageNodePartsFragment[];
  readonly links: readonly LineageLinkPartsFragment[];
}

/** An answer of the API as the canvas takes it. */
export function graphOf({ nodes, links }: Answer): CanvasGraph {
  return {
    nodes: nodes.map(({ id, depth, entity }) => ({
      id,
      depth,
      kind: entity?.kind ?? kindIn(id),
      name: labelOf(entity?.kind ?? kindIn(id), entity === null ? nameIn(id) : shownName(entity)),
      namespace: entity?.namespace ?? '',
    })),
    links: links.map(({ from, to, type, hops, stale, grain }) => ({
      from,
      to,
      type,
      hops,
      stale,
      isCoarse: grain === 'TABLE_FALLBACK',
    })),
  };
}

const PARTS: ReadonlySet<string> = new Set(['FIELD', 'FEATURE']);

/**
 * Of a part, `table#column`, at first what tells it from its siblings: there is not room for all. On one line, whatever
 * is in the name, and written from left to right up to its end, so that it can not turn what stands around it.
 */
function labelOf(kind: string, name: string): string {
  const at = PARTS.has(kind) ? name.lastIndexOf('#') : -1;
  const label = at < 0 ? name : `${name.slice(at + 1)} · ${name.slice(0, at)}`;
  return label.replaceAll(/[\s\p{Cc}]+/gu, ' ').replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, '');
}

/** The graph with all of the path, which a filter or a limit may have left out; the same object where nothing was. */
export function withPath(graph: CanvasGraph, path: PathPartsFragment): CanvasGraph {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const links = new Set(graph.links.map(linkKey));
  const { nodes: along, links: between } = graphOf(path);
  const missing = between.filter((link) => !links.has(linkKey(link)));
  if (missing.length === 0 && along.every(({ id }) => nodes.has(id))) return graph;
  const farther = along.filter(({ id }) => !nodes.has(id)).map((node) => ({ ...node, depth: depthOn(along, node) }));
  return { nodes: [...graph.nodes, ...farther], links: [...graph.links, ...missing] };

  /** As far as it lies from the end that is a start. */
  function depthOn(ids: readonly CanvasNode[], { id }: CanvasNode): number {
    const place = ids.findIndex((node) => node.id === id);
    const isFromStart = nodes.get(ids[0]?.id ?? '')?.depth === 0;
    return isFromStart ? place : ids.length - 1 - place;
  }
}

/** The path among what else stands out, which keeps its tone. */
export function pathAmong({ nodes, links }: Decorations, path: PathPartsFragment): Decorations {
  const along = alongPath(path.nodes.map(({ id }) => id));
  const ahead = [...along.nodes].map(([id, mark]) => [id, { ...mark, ...nodes.get(id) }] as const);
  return { nodes: new Map([...nodes, ...ahead]), links: new Map([...links, ...along.links]) };
}
