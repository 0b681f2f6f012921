import type { RelationEnd, RelationLookup, SegmentRow } from '../../../src/store/ports.ts';

/** Looks relations up in a list of rows. */
export function rowLookup(rows: readonly SegmentRow[]): RelationLookup {
  const at = (ends: readonly RelationEnd[], most: number, fits: (row: SegmentRow) => boolean) => {
    const found = rows.filter(
      (row) => fits(row) && ends.some(({ type, end, of }) => row.key.type === type && row.key[end] === of),
    );
    return Promise.resolve(found.length > most ? null : found);
  };
  return {
    holding: (ends, { position, asOf, now }, most) =>
      at(
        ends,
        most,
        ({ addedAt, removedAt, validFrom, validTo }) =>
          addedAt <= position &&
          position < (removedAt ?? Infinity) &&
          validFrom <= (asOf ?? now) &&
          (asOf ?? now) < (validTo ?? Infinity),
      ),
    recorded: (ends, upTo, most) => at(ends, most, ({ addedAt }) => addedAt <= upTo),
    async *segments(types) {
      yield rows.filter(({ key }) => types.includes(key.type));
    },
  };
}
