import { linkKey, type CanvasLink, type CanvasNode, type Decorations } from '../graph.ts';
import { CARD } from '../layout/sizes.ts';
import { linkTone, toneColour } from '../theme.ts';
import { nameOf, type Scene } from '../view.ts';

const LETTERS = 19;
const ASIDE = { node: 0.25, link: 0.08 } as const;

/** Links that look alike: their ends, x, y, x, y each. */
export interface Strokes {
  readonly colour: string;
  readonly opacity: number;
  readonly width: number;
  readonly dash: readonly number[];
  readonly ends: Float64Array;
}

/** Blocks of one colour: left and top each. */
export interface Blocks {
  readonly colour: string;
  readonly opacity: number;
  readonly corners: Float64Array;
  readonly names: readonly string[];
}

/** What is to be painted, put together by how it looks: a canvas is quick where it changes its pen seldom. */
export interface Prepared {
  /** Those that stand out come last, above the others. */
  readonly strokes: readonly Strokes[];
  readonly blocks: readonly Blocks[];
  readonly nameColour: string;
  readonly font: string;
}

export function prepared(scene: Scene): Prepared {
  const { onColour, font } = scene.theme;
  return { strokes: strokesOf(scene), blocks: blocksOf(scene), nameColour: onColour, font };
}

function strokesOf({ laidOut: { graph, layout }, decorations, theme }: Scene): Strokes[] {
  const places = new Map(graph.nodes.map(({ id }, place) => [id, place]));
  const alike = grouped(graph.links, (link) => JSON.stringify(penOf(link)));
  function penOf(link: CanvasLink): Omit<Strokes, 'ends'> {
    const tone = decorations.links.get(linkKey(link));
    const dash = tone === 'removed' ? [24, 15] : link.stale ? [15, 15] : link.isCoarse === true ? [4, 10] : [];
    if (tone !== undefined) return { colour: linkTone(theme, tone), opacity: 1, width: 10, dash };
    return { colour: theme.link, opacity: decorations.links.size > 0 ? ASIDE.link : 0.35, width: 3, dash };
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

function blocksOf({ laidOut: { graph, layout }, decorations, theme }: Scene): Blocks[] {
  const places = [...graph.nodes.keys()];
  const alike = grouped(places, (place) => JSON.stringify(fillOf(graph.nodes[place]!)));
  function fillOf(node: CanvasNode): Omit<Blocks, 'corners' | 'names'> {
    const colour = toneColour(decorations.nodes.get(node.id) ?? {}, theme) ?? theme.kind(node.kind);
    return { colour, opacity: isAside(node, decorations) ? ASIDE.node : 1 };
  }
  return [...alike.values()].map((members) => ({
    ...fillOf(graph.nodes[members[0]!]!),
    corners: Float64Array.from(
      members.flatMap((place) => [
        layout.positions[2 * place]! - CARD.width / 2,
        layout.positions[2 * place + 1]! - CARD.height / 2,
      ]),
    ),
    names: members.map((place) => cut(nameOf(graph.nodes[place]!))),
  }));
}

function isAside({ id }: CanvasNode, { nodes, links }: Decorations): boolean {
  return links.size > 0 && !nodes.has(id);
}

/** As much as fits on a block, without each letter being measured. */
function cut(name: string): string {
  return name.length <= LETTERS ? name : `${name.slice(0, LETTERS - 1)}…`;
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
