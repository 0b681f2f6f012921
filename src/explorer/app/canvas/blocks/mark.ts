import type { Decoration } from '../graph.ts';
import { CARD } from '../layout/sizes.ts';
import { mixed } from '../theme.ts';
import type { Prepared } from './prepared.ts';

/** A block that something is told of. */
export interface Mark {
  readonly left: number;
  readonly top: number;
  /** Of what is told. */
  readonly colour: string;
  readonly kind: string;
  /** How much of the block is filled where no sign can be read: what is told by its hue is told by this, too. */
  readonly share: number;
  readonly isDashed: boolean;
  readonly badge: string;
  readonly name: string;
}

/** The width of a letter of a name. */
export const LETTER = 9.5;
const BADGE = { size: 15, letter: 9, side: 7, high: 24, margin: 10 } as const;
export const NAME = { size: 17, at: 16, down: 6 } as const;
const STRIPE = 6;
const RADIUS = 10;
/** Seen on the screen however small a block is, unless it would reach its neighbours. */
const RING = { seen: 1.5, least: 5, most: 16 } as const;
/** However small a risk is, it is one. */
const LEAST_SHARE = 0.15;

/** All of what was added, half of what changed, nothing of what was removed; of a risk as much as it is. */
export function shareOf({ tone, risk }: Decoration): number {
  if (tone === 'removed') return 0;
  if (tone === 'changed') return 0.5;
  return tone === 'risk' ? Math.max(LEAST_SHARE, Math.min(1, risk ?? 1)) : 1;
}

export function badgeWidth(badge: string): number {
  return 2 * BADGE.side + BADGE.letter * badge.length + BADGE.margin;
}

/** Where nothing can be read: a ring that tells it from the others, and as much of its colour as it has a share. */
export function paintFar(
  context: CanvasRenderingContext2D,
  mark: Mark,
  { ink, surface }: Prepared['colours'],
  zoom: number,
): void {
  const { left, top, colour, share } = mark;
  context.fillStyle = surface;
  context.fillRect(left, top, CARD.width, CARD.height);
  context.fillStyle = colour;
  context.fillRect(left, top, CARD.width * share, CARD.height);
  const width = Math.min(RING.most, Math.max(RING.least, RING.seen / zoom));
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.strokeRect(left + width / 2, top + width / 2, CARD.width - width, CARD.height - width);
  context.strokeStyle = ink;
  context.strokeRect(left - width / 2, top - width / 2, CARD.width + width, CARD.height + width);
}

/** Where names can be read: as a card, with the sign in its corner. */
export function paintNear(context: CanvasRenderingContext2D, mark: Mark, { colours, font }: Prepared): void {
  const { left, top, colour, badge, isDashed } = mark;
  paintCard(context, mark, mixed(colours.surface, colour, 0.14), colour, { width: 3, dash: isDashed ? [10, 6] : [] });
  context.fillStyle = colours.ink;
  context.font = nameFont(font);
  context.fillText(mark.name, left + NAME.at, top + CARD.height / 2 + NAME.down);
  if (badge === '') return;
  const wide = badgeWidth(badge) - BADGE.margin;
  const [x, y] = [left + CARD.width - wide - BADGE.margin, top + (CARD.height - BADGE.high) / 2];
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(x, y, wide, BADGE.high, BADGE.high / 2);
  context.fill();
  context.fillStyle = colours.onColour;
  context.font = `650 ${BADGE.size}px ${font}`;
  context.textAlign = 'center';
  context.fillText(badge, x + wide / 2, y + BADGE.high / 2 + 5);
  context.textAlign = 'start';
}

/** A block with room for a name in the colour of ink, and its kind at its edge. */
export function paintCard(
  context: CanvasRenderingContext2D,
  { left, top, kind }: Pick<Mark, 'left' | 'top' | 'kind'>,
  fill: string,
  edge: string,
  { width, dash }: { readonly width: number; readonly dash: number[] },
): void {
  context.beginPath();
  context.roundRect(left, top, CARD.width, CARD.height, RADIUS);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = edge;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = kind;
  context.beginPath();
  context.roundRect(left + 4, top + RADIUS, STRIPE, CARD.height - 2 * RADIUS, STRIPE / 2);
  context.fill();
}

export function nameFont(font: string): string {
  return `600 ${NAME.size}px ${font}`;
}
