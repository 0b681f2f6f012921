/** Where a sequence first departs from what it should be, in one line; null where it is the same. */
export function firstDifference(told: readonly string[], expected: readonly string[]): string | null {
  for (let index = 0; index < Math.max(told.length, expected.length); index += 1) {
    const [came, due] = [told[index], expected[index]];
    if (came === due) continue;
    const what =
      came === undefined
        ? 'nothing more came'
        : told.indexOf(came) < index
          ? 'came once more'
          : due === undefined || expected.includes(came)
            ? 'came out of order, or too early'
            : 'is not in it';
    return `item ${index} of ${expected.length}: ${came ?? ''} ${what}; expected ${due ?? 'no more'}`;
  }
  return null;
}
