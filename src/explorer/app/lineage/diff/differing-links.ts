import type { DifferingLinkFragment, LineageDiffQuery } from '../../generated/operations.ts';

/** Relations that differ between the two moments. */
export interface DifferingLinks {
  readonly added: readonly DifferingLinkFragment[];
  /** One in place of another of the same type between the same two: as a release that ended in one stage and began in the next. */
  readonly changed: ReadonlyArray<{ readonly before: DifferingLinkFragment; readonly after: DifferingLinkFragment }>;
  readonly removed: readonly DifferingLinkFragment[];
}

export function differingLinks({
  addedLinks,
  removedLinks,
}: Pick<LineageDiffQuery['lineageDiff'], 'addedLinks' | 'removedLinks'>): DifferingLinks {
  const gone = new Map<string, DifferingLinkFragment[]>();
  for (const link of removedLinks) gone.set(keyOf(link), [...(gone.get(keyOf(link)) ?? []), link]);
  const pairs = addedLinks.map((after) => ({ before: gone.get(keyOf(after))?.shift() ?? null, after }));
  return {
    added: pairs.flatMap(({ before, after }) => (before === null ? [after] : [])),
    changed: pairs.flatMap(({ before, after }) => (before === null ? [] : [{ before, after }])),
    removed: [...gone.values()].flat(),
  };
}

function keyOf({ from, to, type }: DifferingLinkFragment): string {
  return `${from}\n${to}\n${type}`;
}
