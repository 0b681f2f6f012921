import { linkKey, type CanvasLink, type CanvasNode, type Decorations } from '../graph.ts';
import type { LaidOut } from '../layout/layout.ts';
import { CARD } from '../layout/sizes.ts';
import { linkTone, toneColour, type Theme } from '../theme.ts';
import { nameOf, type Scene } from '../view.ts';
import { badgeWidth, LETTER, shareOf, type Mark } from './mark.ts';

/** As much of a name as fits on a block, without each letter being measured. */
const LETTERS = 19;
const ASIDE = { node: 0.6, link: 0.12 } as const;
/**
 * So many links are seen each by itself. Of more each is paler, down to a floor: thousands of opaque lines would be one
 * grey sheet, in which none is seen at all; the links of what is selected or pointed at stand out whole above them.
 */
const SINGLE = 1_500;
const PALEST = 0.35;

/** Links that look alike: their ends, x, y, x, y each. */
export interface Strokes {
  readonly colour: string;
  readonly opacity: number;
  readonly width: number;
  readonly dash: readonly number[];
  readonly ends: Float64Array;
}

/** Blocks of one kind that nothing is told of: left and top each. */
export interface Blocks {
  readonly kind: string;
  readonly opacity: number;
  readonly corners: Float64Array;
  readonly names: readonly string[];
}

/** What is to be painted, put together by how it looks: a canvas is quick where it changes its pen seldom. */
export interface Prepared {
  /** Those that stand out come last, above the others. */
  readonly strokes: readonly Strokes[];
  readonly blocks: readonly Blocks[];
  /** Those that something is told of, above the others. While there are any, colours of kinds would be read as theirs. */
  readonly marks: readonly Mark[];
  readonly colours: Pick<Theme, 'ink' | 'surface' | 'neutral' | 'onColour'>;
  readonly font: string;
}

export function prepared(scene: Scene): Prepared {
  const { ink, surface, neutral, onColour, font } = scene.theme;
  return {
    strokes: strokesOf(scene),
    blocks: blocksOf(scene),
    marks: marksOf(scene),
    colours: { ink, surface, neutral, onColour },
    font,
  };
}

function strokesOf({ laidOut: { graph, layout }, decorations, theme }: Scene): Strokes[] {
  const places = new Map(graph.nodes.map(({ id }, place) => [id, place]));
  const alike = grouped(graph.links, (link) => JSON.stringify(penOf(link)));
  function penOf(link: CanvasLink): Omit<Strokes, 'ends'> {
    const tone = decorations.links.get(linkKey(link));
    const dash = tone === 'removed' ? [24, 15] : link.stale ? [15, 15] : link.isCoarse === true ? [4, 10] : [];
    if (tone !== undefined) return { colour: linkTone(theme, tone), opacity: 1, width: 10, dash };
    const pale = Math.max(PALEST, Math.min(1, SINGLE / graph.links.length));
    return { colour: theme.link, opacity: decorations.links.size > 0 ? ASIDE.link : pale, width: 3, dash };
  }
  return [...alike.values()]
    .map((links) => ({
      ...penOf(links[0]!),
      ends: Float64Array.from(
        links.flatMap(({ from, to }) => {
          const [a, b] = [2 * places.get(from)!, 2 * places.get(to)!];
          return [layout.positions[a]!, layout.positions[a + 1]!, layout.positions[b]!, layout.positions[b + 1]!];
        }),
      ),
    }))
    .sort((a, b) => a.width - b.width);
}

function blocksOf({ laidOut, decorations, theme }: Scene): Blocks[] {
  const { nodes } = laidOut.graph;
  const unmarked = [...nodes.keys()].filter((place) => decorations.nodes.get(nodes[place]!.id)?.tone === undefined);
  const lookOf = (place: number) => ({
    kind: theme.kind(nodes[place]!.kind),
    opacity: isAside(nodes[place]!, decorations) ? ASIDE.node : 1,
  });
  return [...grouped(unmarked, (place) => JSON.stringify(lookOf(place))).values()].map((members) => ({
    ...lookOf(members[0]!),
    corners: Float64Array.from(members.flatMap((place) => cornerOf(laidOut, place))),
    names: members.map((place) => cut(nameOf(nodes[place]!), LETTERS)),
  }));
}

function marksOf({ laidOut, decorations, theme }: Scene): Mark[] {
  return laidOut.graph.nodes.flatMap((node, place) => {
    const decoration = decorations.nodes.get(node.id) ?? {};
    const { tone, badge = '' } = decoration;
    const colour = toneColour(decoration, theme);
    if (tone === undefined || colour === null) return [];
    const [left, top] = cornerOf(laidOut, place);
    const width = badge === '' ? 0 : badgeWidth(badge);
    return {
      ...{ left, top, colour, badge },
      kind: theme.kind(node.kind),
      share: shareOf(decoration),
      isDashed: tone === 'removed',
      name: cut(nameOf(node), LETTERS - Math.ceil(width / LETTER)),
    };
  });
}

function cornerOf({ layout: { positions } }: LaidOut, place: number): [left: number, top: number] {
  return [positions[2 * place]! - CARD.width / 2, positions[2 * place + 1]! - CARD.height / 2];
}

function isAside({ id }: CanvasNode, { nodes, links }: Decorations): boolean {
  return links.size > 0 && !nodes.has(id);
}

function cut(name: string, letters: number): string {
  return name.length <= letters ? name : `${name.slice(0, Math.max(0, letters - 1))}…`;
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
