import type { CanvasNode } from './graph.ts';
import { CARD } from './layout/layout.ts';
import { canvasTexts } from './texts.ts';
import type { Theme } from './theme.ts';

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** What a card shows beside its name: the kind's icon on a tile, and the kind, or how many it stands for, in small letters. */
export function cardImage({ kind, members }: CanvasNode, theme: Theme): string {
  const colour = theme.kind(kind);
  const line = members === undefined ? canvasTexts.kind(kind) : canvasTexts.several(members.length, kind);
  return svg(
    CARD.width,
    CARD.height,
    `<rect x="8" y="8" width="32" height="32" rx="9" fill="${colour}" fill-opacity=".14"/>` +
      `<g transform="translate(14.4 14.4) scale(.8)" fill="none" stroke="${colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${theme.icon(kind)}</g>` +
      `<text x="50" y="19" font-size="10.5" font-weight="500" fill="${theme.muted}" font-family="${FONT}">${line}</text>`,
  );
}

const BADGE_HEIGHT = 20;

export interface Badge {
  readonly image: string;
  readonly width: number;
  readonly height: number;
}

/** A pill with a word in it. */
export function badgeOf(text: string, colour: string, theme: Theme): Badge {
  const width = 14 + 7 * text.length;
  const image = svg(
    width,
    BADGE_HEIGHT,
    `<rect x="1" y="1" width="${width - 2}" height="${BADGE_HEIGHT - 2}" rx="9" fill="${colour}" stroke="${theme.surface}" stroke-width="1.5"/>` +
      `<text x="${width / 2}" y="14" text-anchor="middle" font-size="11" font-weight="700" fill="${theme.onColour}" font-family="${FONT}">${escaped(text)}</text>`,
  );
  return { image, width, height: BADGE_HEIGHT };
}

function svg(width: number, height: number, inside: string): string {
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${inside}</svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(text)}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
