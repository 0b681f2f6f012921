import type { EdgeDefinition, NodeDefinition } from 'cytoscape';
import { badgeOf, cardImage } from './card.ts';
import { linkKey, type CanvasLink, type CanvasNode, type Decorations, type Tone } from '../graph.ts';
import type { LaidOut } from '../layout/layout.ts';
import { CARD } from '../layout/sizes.ts';
import { curveAlong, type Point } from './curve.ts';
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
  { graph, layout }: LaidOut,
  index: number,
  spots: ReadonlyMap<string, Point>,
  decorations: Decorations,
): EdgeDefinition {
  const link = graph.links[index]!;
  const [fromX, fromY] = spots.get(link.from)!;
  const [toX, toY] = spots.get(link.to)!;
  const way = [fromX + CARD.width / 2, fromY, ...layout.turns[index]!, toX - CARD.width / 2, toY];
  return {
    group: 'edges',
    data: {
      id: `link ${index}`,
      source: link.from,
      target: link.to,
      hops: link.hops > 1 ? `${link.hops}` : '',
      ...curveAlong(way),
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
