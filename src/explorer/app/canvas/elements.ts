import type { EdgeDefinition, NodeDefinition } from 'cytoscape';
import { badgeOf, cardImage } from './card.ts';
import { linkKey, type CanvasLink, type CanvasNode, type Decoration, type Decorations, type Tone } from './graph.ts';
import { CARD, type LaidOut } from './layout/layout.ts';
import { canvasTexts } from './texts.ts';
import { mixed, type Theme } from './theme.ts';

/** Above so many nodes each is a plain block in the colour of its kind, and links are straight: what is many must be cheap. */
const MOST_CARDS = 400;
const BLOCK_LETTERS = 19;
/** Between a badge and the corner that it stands in: across the edge the ring of what is selected would cross it. */
const BADGE_MARGIN = 5;

export function isLarge({ graph }: LaidOut): boolean {
  return graph.nodes.length > MOST_CARDS;
}

export function nodeElement(laidOut: LaidOut, place: number, decorations: Decorations, theme: Theme): NodeDefinition {
  const node = laidOut.graph.nodes[place]!;
  const [x, y] = laidOut.layout.positions.subarray(2 * place, 2 * place + 2);
  return {
    group: 'nodes',
    data: {
      id: node.id,
      name: isLarge(laidOut) ? cut(nameOf(node)) : nameOf(node),
      ...nodeLook(node, decorations, theme, isLarge(laidOut)),
    },
    position: { x: x!, y: y! },
    classes: nodeClasses(node, decorations),
  };
}

/** As much as fits on a block. Cytoscape measures each letter to find that out, which is too much for thousands. */
function cut(name: string): string {
  return name.length <= BLOCK_LETTERS ? name : `${name.slice(0, BLOCK_LETTERS - 1)}…`;
}

/** What a node is called where nothing names it: what it holds. */
export function nameOf({ kind, name, members }: CanvasNode): string {
  if (name !== '') return name;
  return members === undefined ? canvasTexts.kind(kind) : canvasTexts.several(members.length, kind);
}

export function nodeClasses({ id, members }: CanvasNode, { nodes, links }: Decorations): string {
  const { tone, badge } = nodes.get(id) ?? {};
  const isAside = links.size > 0 && !nodes.has(id);
  return [members && 'group', tone && `tone-${tone}`, badge !== undefined && 'badged', isAside && 'aside']
    .filter(Boolean)
    .join(' ');
}

export function nodeLook(
  node: CanvasNode,
  { nodes }: Decorations,
  theme: Theme,
  large: boolean,
): Record<string, unknown> {
  const decoration = nodes.get(node.id) ?? {};
  const tone = toneColour(decoration, theme);
  const badge = decoration.badge === undefined ? null : badgeOf(decoration.badge, tone ?? theme.muted, theme);
  if (large) return { fill: tone ?? theme.kind(node.kind), edge: tone ?? theme.kind(node.kind) };
  const card = cardImage(node, theme);
  return {
    fill: tone === null ? theme.surface : mixed(theme.surface, tone, 0.1),
    edge: tone ?? theme.line,
    images: badge === null ? [card] : [card, badge.image],
    widths: badge === null ? [CARD.width] : [CARD.width, badge.width],
    heights: badge === null ? [CARD.height] : [CARD.height, badge.height],
    lefts: badge === null ? [0] : [0, CARD.width - badge.width - BADGE_MARGIN],
    tops: badge === null ? [0] : [0, BADGE_MARGIN],
  };
}

function toneColour({ tone, risk }: Decoration, theme: Theme): string | null {
  if (tone === undefined) return null;
  return tone === 'risk' ? mixed(...theme.risk, Math.min(1, Math.max(0, risk ?? 1))) : theme[tone];
}

export function linkElement(
  link: CanvasLink,
  index: number,
  spots: ReadonlyMap<string, readonly [x: number, y: number]>,
  decorations: Decorations,
): EdgeDefinition {
  const [fromX, fromY] = spots.get(link.from)!;
  const [toX, toY] = spots.get(link.to)!;
  return {
    group: 'edges',
    data: {
      id: `link ${index}`,
      source: link.from,
      target: link.to,
      hops: link.hops > 1 ? `${link.hops}` : '',
      ...bend(toX - fromX - CARD.width, toY - fromY),
    },
    classes: linkClasses(link, decorations),
  };
}

export function linkClasses(link: CanvasLink, { links }: Decorations): string {
  const tone: Tone | undefined = links.get(linkKey(link));
  return [
    link.isCoarse && 'coarse',
    link.stale && 'stale',
    tone && `tone-${tone}`,
    links.size > 0 && tone === undefined && 'aside',
  ]
    .filter(Boolean)
    .join(' ');
}

/** How far a link leaves its card level before it turns, as a share of the way across. */
const LEVEL = 0.4;

/**
 * The two points that bend a link into an S which leaves and arrives level, as Cytoscape wants them: as shares along the
 * straight line between its ends, and distances from it.
 */
function bend(across: number, down: number): { weights: readonly number[]; distances: readonly number[] } {
  const square = across ** 2 + down ** 2;
  if (across <= 0 || down === 0) return { weights: [0.25, 0.75], distances: [0, 0] };
  const weight = (LEVEL * across ** 2) / square;
  const distance = (LEVEL * across * down) / Math.sqrt(square);
  return { weights: [weight, 1 - weight], distances: [-distance, distance] };
}
