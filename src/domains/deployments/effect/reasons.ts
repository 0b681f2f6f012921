import type { Urn } from '../../../kernel/urn.ts';
import type { AlertRecord } from '../../alerts/index.ts';
import { verdictOn, type NotMeasured, type Part as Sample, type Reason as Lack } from '../../kpis/index.ts';

/** Why an effect is not known to be good or bad. */
export const REASONS = {
  NO_COMPARISON:
    'There is nothing to compare: no two arms served at the same time, and the releases of the deployment did not change on just one day.',
  ARMS_NOT_NAMED: 'It does not follow from the releases which arm is the treatment: name treatment and control.',
  OVERLAPPING_RELEASE:
    'Another deployment that affects the KPI, or one that rolls up into it, changed its releases in the window.',
  OPEN_INCIDENT:
    'A CRITICAL alert was open in the window on the deployment, or on something upstream of it or of the KPI.',
  DEFINITION_CHANGED: 'The KPI came to mean something else in the window: each part is measured by itself.',
  HIDDEN: 'Part of what is upstream is hidden from the viewer.',
  LIMIT: 'More is upstream, or happened there, than was looked at.',
  NO_OBSERVATIONS: 'A sample has no values.',
  TOO_FEW: 'A sample has fewer values than the method needs: two of an arm, 12 days before and after a change.',
  TOO_MANY: 'There are more values than the method takes.',
  NO_VARIANCE: 'A value that is the mean of several says no variance.',
  NO_VARIATION: 'The values do not vary, so that nothing says how sure the estimate is.',
  INVALID: 'A value has a size that is no whole number, or numbers that are too large to compute with.',
  NO_DIRECTION: 'No definition says which way the KPI is better.',
  INTERVAL_HOLDS_ZERO: 'The interval holds 0: there may be no effect.',
} as const satisfies Record<string, string> & Record<Lack, string>;

export type EffectReason = keyof typeof REASONS;

/** One reason, and what it is about. */
export interface Told {
  readonly reason: EffectReason;
  /** The sample in which it fails; null where it is no one sample. */
  readonly sample: Sample | null;
  readonly entities: readonly Urn[];
  readonly alerts: readonly AlertRecord[];
}

export function told(reason: EffectReason, about: Partial<Omit<Told, 'reason'>> = {}): Told {
  return { reason, sample: null, entities: [], alerts: [], ...about };
}

export function lacking({ reason, part }: NotMeasured): Told {
  return told(reason, { sample: part });
}

export type Verdict = 'POSITIVE' | 'NEGATIVE' | 'INCONCLUSIVE';

/** What the numbers say, unless anything forbids to conclude from them. */
export function judge(
  measured: { readonly low: number; readonly high: number } | null,
  direction: string | null,
  forced: readonly Told[],
): { readonly verdict: Verdict; readonly reasons: readonly Told[] } {
  if (measured === null) return { verdict: 'INCONCLUSIVE', reasons: forced };
  const found = verdictOn(measured, direction as Parameters<typeof verdictOn>[1]);
  const reasons = found.verdict === 'INCONCLUSIVE' ? [...forced, told(found.why)] : forced;
  return { verdict: reasons.length > 0 ? 'INCONCLUSIVE' : found.verdict, reasons };
}
