/**
 * Heights at least `gap` apart, in the order given, that are together as near to the wished ones as can be (least
 * squares): neighbours that want the same place share it around their mean.
 */
export function spread(wished: readonly number[], gap: number): number[] {
  const blocks: { sum: number; size: number }[] = [];
  wished.forEach((height, index) => {
    let block = { sum: height - index * gap, size: 1 };
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
    .map((height, index) => height + index * gap);
}
