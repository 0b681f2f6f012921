import type { Adjacency } from '../adjacency.ts';

/** How often heights are brought nearer to those of the neighbours. */
const ROUNDS = 6;

/**
 * Heights that do not overlap, in the order given, and are together as near to the wished ones as can be (least
 * squares): neighbours that want the same place share it around their mean.
 * @param rooms how much room each takes, half of it above and half below
 */
export function spread(wished: readonly number[], rooms: readonly number[]): number[] {
  const offsets = offsetsOf(rooms);
  const blocks: { sum: number; size: number }[] = [];
  wished.forEach((height, index) => {
    let block = { sum: height - offsets[index]!, size: 1 };
    for (
      let last = blocks.at(-1);
      last !== undefined && last.sum / last.size > block.sum / block.size;
      last = blocks.at(-1)
    ) {
      blocks.pop();
      block = { sum: block.sum + last.sum, size: block.size + last.size };
    }
    blocks.push(block);
  });
  return blocks
    .flatMap(({ sum, size }) => Array.from({ length: size }, () => sum / size))
    .map((height, index) => height + offsets[index]!);
}

/** How far each is below the first, close together. */
export function offsetsOf(rooms: readonly number[]): number[] {
  let offset = 0;
  return rooms.map((room, index) => {
    if (index > 0) offset += (rooms[index - 1]! + room) / 2;
    return offset;
  });
}

/**
 * Moves each towards the middle of its neighbours, within its place in the column, so that links run level.
 * @param heights of each, which are changed
 */
export function straighten(
  columns: readonly (readonly number[])[],
  { upstream, downstream }: Adjacency,
  roomOf: (place: number) => number,
  heights: Float64Array,
): void {
  for (let round = 0; round < ROUNDS; round++) {
    for (const column of round % 2 === 0 ? columns : columns.toReversed()) {
      const wished = column.map((place) => {
        const near = [...upstream[place]!, ...downstream[place]!];
        if (near.length === 0) return heights[place]!;
        return near.reduce((sum, each) => sum + heights[each]!, 0) / near.length;
      });
      spread(wished, column.map(roomOf)).forEach((height, index) => (heights[column[index]!] = height));
    }
  }
}
