import { CARD } from '../layout/sizes.ts';
import { NAME, nameFont, paintCard, paintFar, paintNear } from './mark.ts';
import type { Blocks, Prepared } from './prepared.ts';

/** A part of the layout. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const RADIUS = 10;
/** Smaller ones can not be read. */
const LEAST_NAME = 7;
/** At least so wide is a line on the screen. */
const LEAST_LINE = 0.5;
/** Corners are seen at this zoom and above. */
const ROUND = 0.2;
/** A path of more lines takes longer than several. */
const TOGETHER = 500;

/** Paints what is in an area on a canvas that has been moved and scaled to show it. */
export function paint(context: CanvasRenderingContext2D, prepared: Prepared, area: Area, zoom: number): void {
  paintLinks(context, prepared, area, zoom);
  const isNamed = NAME.size * zoom >= LEAST_NAME;
  const isMarked = prepared.marks.length > 0;
  context.font = nameFont(prepared.font);
  for (const blocks of prepared.blocks) {
    context.globalAlpha = blocks.opacity;
    const seen = seenOf(blocks, area);
    if (isMarked && isNamed) paintCards(context, blocks, seen, prepared);
    else paintBlocks(context, blocks, seen, zoom, isMarked ? prepared.colours.neutral : blocks.kind);
    if (!isNamed) continue;
    context.fillStyle = isMarked ? prepared.colours.ink : prepared.colours.onColour;
    for (const at of seen) {
      const [x, y] = [blocks.corners[at]!, blocks.corners[at + 1]!];
      context.fillText(blocks.names[at / 2]!, x + NAME.at, y + CARD.height / 2 + NAME.down);
    }
  }
  context.globalAlpha = 1;
  for (const mark of prepared.marks) {
    if (!isIn(area, mark.left, mark.top)) continue;
    if (isNamed) paintNear(context, mark, prepared);
    else paintFar(context, mark, prepared.colours, zoom);
  }
}

function paintLinks(context: CanvasRenderingContext2D, { strokes }: Prepared, area: Area, zoom: number): void {
  for (const { colour, opacity, width, dash, ends } of strokes) {
    context.strokeStyle = colour;
    context.globalAlpha = opacity;
    context.lineWidth = Math.max(width, LEAST_LINE / zoom);
    context.setLineDash([...dash]);
    let open = 0;
    context.beginPath();
    for (let at = 0; at < ends.length; at += 4) {
      const [x1, y1, x2, y2] = [ends[at]!, ends[at + 1]!, ends[at + 2]!, ends[at + 3]!];
      if (Math.max(x1, x2) < area.left || Math.min(x1, x2) > area.right) continue;
      if (Math.max(y1, y2) < area.top || Math.min(y1, y2) > area.bottom) continue;
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
      open += 1;
      if (open % TOGETHER !== 0) continue;
      context.stroke();
      context.beginPath();
    }
    context.stroke();
  }
  context.setLineDash([]);
}

function paintBlocks(
  context: CanvasRenderingContext2D,
  { corners }: Blocks,
  seen: readonly number[],
  zoom: number,
  colour: string,
): void {
  context.fillStyle = colour;
  context.beginPath();
  for (const at of seen) {
    if (zoom < ROUND) context.rect(corners[at]!, corners[at + 1]!, CARD.width, CARD.height);
    else context.roundRect(corners[at]!, corners[at + 1]!, CARD.width, CARD.height, RADIUS);
  }
  context.fill();
}

function paintCards(
  context: CanvasRenderingContext2D,
  { corners, kind }: Blocks,
  seen: readonly number[],
  { colours: { surface, neutral } }: Prepared,
): void {
  for (const at of seen) {
    const card = { left: corners[at]!, top: corners[at + 1]!, kind };
    paintCard(context, card, surface, neutral, { width: 1.5, dash: [] });
  }
}

function seenOf({ corners }: Blocks, area: Area): number[] {
  const seen: number[] = [];
  for (let at = 0; at < corners.length; at += 2) if (isIn(area, corners[at]!, corners[at + 1]!)) seen.push(at);
  return seen;
}

function isIn(area: Area, left: number, top: number): boolean {
  const isBeside = left > area.right || left + CARD.width < area.left;
  return !isBeside && top <= area.bottom && top + CARD.height >= area.top;
}
