import { kindSlug, type Urn } from '../../kernel/urn.ts';

/** The relationship that says of what a field or a feature is part. */
export const MEMBERSHIP = 'CONTAINS';

/** The relationship that says who answers for something. */
export const OWNERSHIP = 'OWNS';

/** Which kinds are parts that have lineage of their own, and of what they are parts. */
const WHOLE_OF: Readonly<Record<string, string>> = { FIELD: 'DATASET', FEATURE: 'FEATURE_VIEW' };

export function isPart(kind: string): boolean {
  return Object.hasOwn(WHOLE_OF, kind);
}

/** Whether the membership between these kinds matters to lineage. */
export function isMembership(whole: string, part: string): boolean {
  return isPart(part) && WHOLE_OF[part] === whole;
}

/** What ids of a part and of its whole begin with. */
const PREFIXES = Object.entries(WHOLE_OF).map(
  (kinds) => kinds.map((kind) => `urn:throughline:${kindSlug(kind)}:`) as [part: string, whole: string],
);
/** `#` as it stands in URNs: between the name of a whole and that of its part. */
const HASH = '%23';

/** The dataset of a field, the view of a feature, by its name; null of anything else. */
export function wholeByName(id: Urn): Urn | null {
  const end = id.indexOf(HASH);
  const prefixes = PREFIXES.find(([part]) => id.startsWith(part));
  return prefixes === undefined || end === -1 ? null : (`${prefixes[1]}${id.slice(prefixes[0].length, end)}` as Urn);
}
