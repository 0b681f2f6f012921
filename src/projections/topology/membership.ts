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
