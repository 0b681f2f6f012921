import type { Consumer } from './consumers.ts';
import type { Retyping } from './data-types.ts';

/** How bad it is, the worst last. */
export const VERDICTS = ['SAFE', 'CHANGES_RISK', 'CHANGES_MEANING', 'MAY_BREAK', 'BREAKS'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Why, and what that alone would come to. */
export interface Reason {
  readonly type: ReasonType;
  readonly verdict: Verdict;
  /** Of how many consumers it holds; null where it is not about consumers. */
  readonly count: number | null;
}

export type ReasonType =
  | 'KNOWN_CONSUMERS'
  | 'OPAQUE_CONSUMERS'
  | 'INFERRED_CONSUMERS'
  | 'NO_CONSUMERS'
  | 'CUT_SHORT'
  | 'TYPE_SAME'
  | 'TYPE_WIDER'
  | 'TYPE_NOT_KNOWN'
  | 'DEFINITION_CHANGED'
  | 'WEIGHT_CHANGED'
  | 'DEFINITION_SAME'
  | 'SERVES_MORE'
  | 'SERVES_LESS'
  | 'SERVES_SAME';

/** The worst that any of the reasons comes to. */
export function verdictOf(reasons: readonly { readonly verdict: Verdict }[]): Verdict {
  return reasons.reduce<Verdict>((worst, { verdict }) => (rank(verdict) > rank(worst) ? verdict : worst), 'SAFE');
}

function rank(verdict: Verdict): number {
  return VERDICTS.indexOf(verdict);
}

/**
 * Of something that goes away, or is there no more as it was.
 * @param isWhole whether all consumers were found
 */
export function reasonsOfUse(consumers: readonly Consumer[], isWhole: boolean): Reason[] {
  const known = consumers.filter(({ isKnown }) => isKnown).length;
  const opaque = consumers.filter(({ link, isKnown }) => !isKnown && link.grain === 'TABLE_FALLBACK').length;
  const inferred = consumers.length - known - opaque;
  return [
    ...about('KNOWN_CONSUMERS', 'BREAKS', known),
    ...about('OPAQUE_CONSUMERS', 'MAY_BREAK', opaque),
    ...about('INFERRED_CONSUMERS', 'MAY_BREAK', inferred),
    ...(isWhole ? [] : [alone('CUT_SHORT', 'MAY_BREAK')]),
    ...(isWhole && consumers.length === 0 ? [alone('NO_CONSUMERS', 'SAFE')] : []),
  ];
}

/** Of a column of another type. Null: nobody said which type it has, so that it may be the same. */
export function reasonsOfRetyping(
  retyped: Retyping | null,
  consumers: readonly Consumer[],
  isWhole: boolean,
): Reason[] {
  if (retyped === 'SAME') return [alone('TYPE_SAME', 'SAFE')];
  if (retyped === 'WIDER') return [alone('TYPE_WIDER', 'SAFE')];
  const reasons = reasonsOfUse(consumers, isWhole);
  if (retyped !== null || consumers.length === 0) return reasons;
  const atMost = reasons.map((reason) => ({ ...reason, verdict: 'MAY_BREAK' as const }));
  return [...atMost, alone('TYPE_NOT_KNOWN', 'MAY_BREAK')];
}

export function reasonsOfDefinition(meansOther: boolean, weighsOther: boolean): Reason[] {
  const reasons = [
    ...(meansOther ? [alone('DEFINITION_CHANGED', 'CHANGES_MEANING')] : []),
    ...(weighsOther ? [alone('WEIGHT_CHANGED', 'CHANGES_RISK')] : []),
  ];
  return reasons.length === 0 ? [alone('DEFINITION_SAME', 'SAFE')] : reasons;
}

/** @param before how much of what it answers reached the business, and how much would */
export function reasonsOfMove(before: number, after: number): Reason[] {
  if (before === after) return [alone('SERVES_SAME', 'SAFE')];
  return [alone(after > before ? 'SERVES_MORE' : 'SERVES_LESS', 'CHANGES_RISK')];
}

function about(type: ReasonType, verdict: Verdict, count: number): Reason[] {
  return count === 0 ? [] : [{ type, verdict, count }];
}

function alone(type: ReasonType, verdict: Verdict): Reason {
  return { type, verdict, count: null };
}
