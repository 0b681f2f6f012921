export type Point = readonly [x: number, y: number];

/** How far a link goes on level before it turns, as a share of the way to the next column. */
const LEVEL = 0.4;
/** How far it goes beyond a column where it turns back. */
const BEYOND = 34;

/** The points that bend a link, as Cytoscape wants them: as shares along the straight line between its ends, and distances from it. */
interface Curve {
  readonly weights: readonly number[];
  readonly distances: readonly number[];
}

/**
 * A curve that leaves and arrives level, and is level wherever it passes by cards.
 * @param way x, y, x, y and so on: two points for each stretch between columns, from the right of one to the left of the next
 */
export function curveAlong(way: readonly number[]): Curve {
  const bends: Point[] = [];
  for (let at = 0; at < way.length; at += 4) {
    const [fromX, fromY, toX, toY] = [way[at]!, way[at + 1]!, way[at + 2]!, way[at + 3]!];
    const isFirst = at === 0;
    const isLast = at + 4 === way.length;
    const [out, back] =
      fromX === toX
        ? isFirst
          ? [BEYOND, BEYOND]
          : [-BEYOND, -BEYOND]
        : [LEVEL * (toX - fromX), LEVEL * (fromX - toX)];
    if (!isFirst) bends.push([fromX, fromY]);
    bends.push([fromX + out, fromY], [toX + back, toY]);
    if (!isLast) bends.push([toX, toY]);
  }
  const [startX, startY] = [way[0]!, way[1]!];
  const [across, down] = [way.at(-2)! - startX, way.at(-1)! - startY];
  const length = Math.hypot(across, down);
  // What leads to itself is hidden behind its card.
  if (way.length === 4 && across <= 0) return { weights: [0.25, 0.75], distances: [0, 0] };
  return {
    weights: bends.map(([x, y]) => ((x - startX) * across + (y - startY) * down) / length ** 2),
    distances: bends.map(([x, y]) => (across * (y - startY) - down * (x - startX)) / length),
  };
}
