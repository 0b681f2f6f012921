import type { Provenance } from '../kernel/fact.ts';

/** How sure a relation is, from 0 to 1, that does not say so itself. */
export const DEFAULT_CONFIDENCE: Readonly<Record<Provenance, number>> = {
  OBSERVED: 1,
  DECLARED: 0.9,
  INFERRED: 0.7,
};

/** What a link's confidence is multiplied by where the consumer does not say which columns it uses. */
export const TABLE_FALLBACK_FACTOR = 0.5;

/** Without the noise of multiplied fractions: six digits. */
export function roundedConfidence(confidence: number): number {
  // What is large has no digits there to round, and would leave what a number can be.
  return Math.abs(confidence) < 1e9 ? Math.round(confidence * 1e6) / 1e6 : confidence;
}
