import { CARD } from '../layout/sizes.ts';
import type { Prepared } from './prepared.ts';

/** A part of the layout. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const RADIUS = 10;
const NAME = { size: 17, at: 12, down: 6 } as const;
/** Smaller ones can not be read. */
const LEAST_NAME = 7;
/** At least so wide is a line on the screen. */
const LEAST_LINE = 0.5;
/** Corners are seen at this zoom and above. */
const ROUND = 0.2;
/** A path of more lines takes longer than several. */
const TOGETHER = 500;

/** Paints what is in an area on a canvas that has been moved and scaled to show it. */
export function paint(
  context: CanvasRenderingContext2D,
  { strokes, blocks, ...names }: Prepared,
  area: Area,
  zoom: number,
): void {
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
  const isNamed = NAME.size * zoom >= LEAST_NAME;
  context.font = `600 ${NAME.size}px ${names.font}`;
  for (const { colour, opacity, corners, names: written } of blocks) {
    context.fillStyle = colour;
    context.globalAlpha = opacity;
    const seen: number[] = [];
    context.beginPath();
    for (let at = 0; at < corners.length; at += 2) {
      const [x, y] = [corners[at]!, corners[at + 1]!];
      if (x > area.right || x + CARD.width < area.left || y > area.bottom || y + CARD.height < area.top) continue;
      if (zoom < ROUND) context.rect(x, y, CARD.width, CARD.height);
      else context.roundRect(x, y, CARD.width, CARD.height, RADIUS);
      if (isNamed) seen.push(at);
    }
    context.fill();
    context.fillStyle = names.nameColour;
    for (const at of seen) {
      context.fillText(written[at / 2]!, corners[at]! + NAME.at, corners[at + 1]! + CARD.height / 2 + NAME.down);
    }
  }
  context.globalAlpha = 1;
}
