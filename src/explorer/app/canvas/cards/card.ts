import type { CanvasNode } from '../graph.ts';
import { iconOf } from '../icons.ts';
import { CARD } from '../layout/sizes.ts';
import { canvasTexts } from '../../texts/canvas.ts';
import { mixed, type Theme } from '../theme.ts';

/** Pixels painted for each that is shown at a zoom of 1. */
const SHARPNESS = 3;
const TILE = { at: 8, size: 32, radius: 9 } as const;
const ICON = { at: 14.4, scale: 0.8 } as const;

/** What a card shows beside its name: the kind's icon on a tile, and the kind, or how many it stands for, in small letters. */
export function cardImage({ kind, members }: CanvasNode, theme: Theme): string {
  const line = members === undefined ? canvasTexts.kind(kind) : canvasTexts.several(members.length, kind);
  return painted(`${kind}\n${line}`, CARD.width, CARD.height, theme, (context) => {
    context.fillStyle = mixed(theme.surface, theme.kind(kind), 0.14);
    context.beginPath();
    context.roundRect(TILE.at, TILE.at, TILE.size, TILE.size, TILE.radius);
    context.fill();
    context.fillStyle = theme.muted;
    context.font = `500 10.5px ${theme.font}`;
    context.fillText(line, 50, 19);
    context.translate(ICON.at, ICON.at);
    context.scale(ICON.scale, ICON.scale);
    context.strokeStyle = theme.kind(kind);
    context.lineWidth = 2;
    context.lineCap = context.lineJoin = 'round';
    context.stroke(new Path2D(iconOf(kind)));
  });
}

export interface Badge {
  readonly image: string;
  readonly width: number;
  readonly height: number;
}

/** A pill with a word in it. */
export function badgeOf(text: string, colour: string, theme: Theme): Badge {
  const [width, height] = [14 + 7 * text.length, 20];
  const image = painted(`badge ${colour}\n${text}`, width, height, theme, (context) => {
    context.beginPath();
    context.roundRect(1, 1, width - 2, height - 2, 9);
    context.fillStyle = colour;
    context.fill();
    context.strokeStyle = theme.surface;
    context.lineWidth = 1.5;
    context.stroke();
    context.fillStyle = theme.onColour;
    context.font = `650 11px ${theme.font}`;
    context.textAlign = 'center';
    context.fillText(text, width / 2, 14);
  });
  return { image, width, height };
}

function painted(
  shows: string,
  width: number,
  height: number,
  theme: Theme,
  paint: (context: CanvasRenderingContext2D) => void,
): string {
  const known = theme.painted.get(shows);
  if (known !== undefined) return known;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width * SHARPNESS, height * SHARPNESS];
  const context = canvas.getContext('2d');
  if (context !== null) {
    context.scale(SHARPNESS, SHARPNESS);
    paint(context);
  }
  const image = canvas.toDataURL();
  theme.painted.set(shows, image);
  return image;
}
