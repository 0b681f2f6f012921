import type { EdgeDefinition, NodeDefinition } from 'cytoscape';
import { badgeOf, cardImage } from './card.ts';
import { linkKey, type CanvasLink, type CanvasNode, type Decorations, type Tone } from '../graph.ts';
import { CARD, type LaidOut } from '../layout/layout.ts';
import { mixed, toneColour, type Theme } from '../theme.ts';
import { nameOf } from '../view.ts';

/** Between a badge and the corner that it stands in: across the edge the ring of what is selected would cross it. */
const BADGE_MARGIN = 5;

export function nodeElement(laidOut: LaidOut, place: number, decorations: Decorations, theme: Theme): NodeDefinition {
  const node = laidOut.graph.nodes[place]!;
  const [x, y] = laidOut.layout.positions.subarray(2 * place, 2 * place + 2);
  return {
    group: 'nodes',
    data: {
      id: node.id,
      name: nameOf(node),
      ...nodeLook(node, decorations, theme),
    },
    position: { x: x!, y: y! },
    classes: nodeClasses(node, decorations),
  };
}

export function nodeClasses({ id, members }: CanvasNode, { nodes, links }: Decorations): string {
  const { tone, badge } = nodes.get(id) ?? {};
  const isAside = links.size > 0 && !nodes.has(id);
  return [members && 'group', tone && `tone-${tone}`, badge !== undefined && 'badged', isAside && 'aside']
    .filter(Boolean)
    .join(' ');
}

export function nodeLook(node: CanvasNode, { nodes }: Decorations, theme: Theme): Record<string, unknown> {
  const decoration = nodes.get(node.id) ?? {};
  const tone = toneColour(decoration, theme);
  const badge = decoration.badge === undefined ? null : badgeOf(decoration.badge, tone ?? theme.muted, theme);
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
