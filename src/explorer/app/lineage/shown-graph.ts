import { shownName } from '../shown-name.ts';
import { alongPath } from '../canvas/decorate.ts';
import { linkKey, type CanvasGraph, type CanvasNode, type Decorations } from '../canvas/graph.ts';
import type { LineageLinkPartsFragment, LineageNodePartsFragment, PathPartsFragment } from '../generated/operations.ts';
import { nameIn } from '../links.ts';

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
      kind: entity?.kind ?? '',
      name: partFirst(entity === null ? nameIn(id) : shownName(entity)),
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

/** Of `table#column` what tells it from its siblings, where there is not room for all. */
function partFirst(name: string): string {
  const [whole = '', part] = name.split('#');
  return part === undefined ? name : `${part} · ${whole}`;
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
