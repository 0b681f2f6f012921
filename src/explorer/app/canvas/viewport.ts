import type { LaidOut } from './layout/layout.ts';
import { CARD } from './layout/sizes.ts';

/** What is looked at: a point of the layout is at `zoom` times it, and `x` and `y` more, in pixels of the element. */
export interface Viewport {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** In the layout. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const LEAST_ZOOM = 0.02;
export const MOST_ZOOM = 2.5;
const MARGIN = 40;
/** At the beginning names of a small graph are to be read, if not all of it then fits. */
const READABLE = 0.8;
/** Names are still to be read, if not with ease. */
const LEGIBLE = 0.65;
/** Below this zoom colours are not told apart any more. */
const DISCERNIBLE = 0.15;

/** All of it. */
export function fitted(laidOut: LaidOut, size: Size): Viewport {
  return around(boxOf(laidOut, laidOut.graph.nodes.keys()), size, 1);
}

/** All of it, or of a small graph what can be read of it around the starts. */
export function beginning(laidOut: LaidOut, size: Size, mustRead: boolean): Viewport {
  const all = fitted(laidOut, size);
  if (!mustRead || all.zoom >= READABLE) return all;
  const starts = placesOf(laidOut, ({ depth }) => depth === 0);
  const near = centred(boxOf(laidOut, starts.length === 0 ? laidOut.graph.nodes.keys() : starts), size, READABLE);
  return withoutGap(near, boxOf(laidOut, laidOut.graph.nodes.keys()), size);
}

/**
 * As near as all of these can be seen at once; of a small graph no farther than names can be read, with what matters most
 * of them in view. Where they lie too far apart to be told apart, or are none, it stays.
 * @param first what matters most of them; if it is not one of them, the first of them does
 */
export function lookingAt(
  laidOut: LaidOut,
  ids: ReadonlySet<string>,
  size: Size,
  before: Viewport,
  { mustRead = false, first = null }: { readonly mustRead?: boolean; readonly first?: string | null } = {},
): Viewport {
  const places = placesOf(laidOut, ({ id }) => ids.has(id));
  if (places.length === 0) return before;
  const near = around(boxOf(laidOut, places), size, 1);
  if (mustRead && near.zoom < LEGIBLE) {
    const [most] = first !== null && ids.has(first) ? [first] : ids;
    const there = placesOf(laidOut, ({ id }) => id === most);
    const around = boxOf(laidOut, there.length === 0 ? places : there);
    return withoutGap(centred(around, size, LEGIBLE), boxOf(laidOut, places), size);
  }
  return near.zoom < DISCERNIBLE ? before : near;
}

/** With a node in the middle, if it is out of view. */
export function revealing(laidOut: LaidOut, id: string, size: Size, before: Viewport): Viewport {
  const places = placesOf(laidOut, (node) => node.id === id);
  if (places.length === 0) return before;
  const box = boxOf(laidOut, places);
  const [left, top] = [box.left * before.zoom + before.x, box.top * before.zoom + before.y];
  const [right, bottom] = [box.right * before.zoom + before.x, box.bottom * before.zoom + before.y];
  const isSeen = left >= 0 && top >= 0 && right <= size.width && bottom <= size.height;
  return isSeen ? before : centred(box, size, before.zoom);
}

/** Zoomed to another level, with what is at a point of the element staying there. */
export function zoomedAt({ zoom, x, y }: Viewport, level: number, at: { x: number; y: number }): Viewport {
  const next = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, level));
  const factor = next / zoom;
  return { zoom: next, x: at.x - (at.x - x) * factor, y: at.y - (at.y - y) * factor };
}

/** Moved so that what was there, the selected node first, stays where the eye left it; null where nothing of it was. */
export function keeping(before: LaidOut, after: LaidOut, selected: string | null, was: Viewport): Viewport | null {
  const old = new Map(before.graph.nodes.map(({ id }, place) => [id, place]));
  const [kept] = [
    ...placesOf(after, ({ id }) => id === selected && old.has(id)),
    ...placesOf(after, ({ id }) => old.has(id)),
  ];
  if (kept === undefined) return null;
  const at = old.get(after.graph.nodes[kept]!.id)!;
  const moved = (axis: 0 | 1) => before.layout.positions[2 * at + axis]! - after.layout.positions[2 * kept + axis]!;
  return { zoom: was.zoom, x: was.x + moved(0) * was.zoom, y: was.y + moved(1) * was.zoom };
}

function placesOf({ graph }: LaidOut, isWanted: (node: LaidOut['graph']['nodes'][number]) => boolean): number[] {
  return graph.nodes.flatMap((node, place) => (isWanted(node) ? [place] : []));
}

function boxOf({ layout: { positions } }: LaidOut, places: Iterable<number>): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const place of places) {
    const [x, y] = [positions[2 * place]!, positions[2 * place + 1]!];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  if (left > right) return { left: 0, top: 0, right: 0, bottom: 0 };
  const [x, y] = [CARD.width / 2, CARD.height / 2];
  return { left: left - x, top: top - y, right: right + x, bottom: bottom + y };
}

function around(box: Box, size: Size, most: number): Viewport {
  const across = (size.width - 2 * MARGIN) / (box.right - box.left);
  const down = (size.height - 2 * MARGIN) / (box.bottom - box.top);
  return centred(box, size, Math.max(LEAST_ZOOM, Math.min(most, across, down)));
}

function centred({ left, top, right, bottom }: Box, size: Size, zoom: number): Viewport {
  return {
    zoom,
    x: size.width / 2 - (zoom * (left + right)) / 2,
    y: size.height / 2 - (zoom * (top + bottom)) / 2,
  };
}

/** Leaves no room empty at one side while the graph goes on at the other. */
function withoutGap({ zoom, x, y }: Viewport, box: Box, size: Size): Viewport {
  const shift = (first: number, last: number, room: number) => {
    if (last - first <= room - 2 * MARGIN) return (room - first - last) / 2;
    return Math.min(0, MARGIN - first) + Math.max(0, room - MARGIN - last);
  };
  return {
    zoom,
    x: x + shift(box.left * zoom + x, box.right * zoom + x, size.width),
    y: y + shift(box.top * zoom + y, box.bottom * zoom + y, size.height),
  };
}
