/** More than the view on each side, as a share of it: so far one can move before anything is painted anew. */
const BEYOND = { most: 0.5, least: 0.1 } as const;
/** Four bytes each: beyond this a large screen would cost hundreds of megabytes. */
const MOST_PIXELS = 24_000_000;

export interface Extent {
  /** In pixels of the page, on each side. */
  readonly margin: { readonly x: number; readonly y: number };
  /** Pixels painted for each of the page. */
  readonly density: number;
}

/** How much is painted of a view: less beyond its edge where it is large, and if that does not do, less sharp. */
export function extentOf(room: { readonly width: number; readonly height: number }, density: number): Extent {
  const seen = Math.max(1, room.width * room.height * density ** 2);
  const fitting = (Math.sqrt(MOST_PIXELS / seen) - 1) / 2;
  const beyond = Math.min(BEYOND.most, Math.max(BEYOND.least, fitting));
  const painted = seen * (1 + 2 * beyond) ** 2;
  return {
    margin: { x: Math.round(room.width * beyond), y: Math.round(room.height * beyond) },
    density: density * Math.min(1, Math.sqrt(MOST_PIXELS / painted)),
  };
}
