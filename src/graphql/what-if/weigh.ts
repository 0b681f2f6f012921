import type { Json } from '../../kernel/json.ts';
import { urnParts } from '../../kernel/urn.ts';
import type { PlannedChange } from '../../lineage/what-if/change.ts';
import type { Consumer } from '../../lineage/what-if/consumers.ts';
import {
  reasonsOfDefinition,
  reasonsOfMove,
  reasonsOfRetyping,
  reasonsOfUse,
  verdictOf,
  type Reason,
  type Verdict,
} from '../../lineage/what-if/verdict.ts';
import type { Supposed } from './suppose.ts';

/** What one change comes to. */
export interface Outcome {
  readonly change: PlannedChange;
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  /** What is there now, and what would be; null: nothing. */
  readonly before: Json;
  readonly after: Json;
}

/**
 * @param consumers of what goes away with it, or is there no more as it was
 * @param isWhole whether they were all found
 */
export function weigh(supposed: Supposed, consumers: readonly Consumer[], isWhole: boolean): Outcome {
  const reasons = reasonsOf(supposed, consumers, isWhole);
  return { change: supposed.change, verdict: verdictOf(reasons), reasons, ...beforeAndAfter(supposed) };
}

function reasonsOf(supposed: Supposed, consumers: readonly Consumer[], isWhole: boolean): readonly Reason[] {
  if ('retyped' in supposed) return reasonsOfRetyping(supposed.retyped, consumers, isWhole);
  if ('share' in supposed) return reasonsOfMove(supposed.share.before, supposed.share.after);
  if (!('definition' in supposed)) return reasonsOfUse(consumers, isWhole);
  const { before, after } = supposed.definition;
  const meansOther =
    before === null || (['formula', 'unit', 'direction'] as const).some((name) => before[name] !== after[name]);
  return reasonsOfDefinition(meansOther, (before?.weight ?? 1) !== after.weight);
}

function beforeAndAfter(supposed: Supposed): Pick<Outcome, 'before' | 'after'> {
  const { change } = supposed;
  if ('retyped' in supposed)
    return { before: { dataType: supposed.dataType }, after: { dataType: supposed.change.dataType } };
  if ('definition' in supposed) {
    const { before, after } = supposed.definition;
    return { before: before === null ? null : { ...before }, after: { ...after } };
  }
  if ('share' in supposed) {
    const { stage, trafficShare } = supposed.change;
    const moved = supposed.releases.map((release) => ({
      ...release,
      stage: stage ?? release.stage,
      trafficShare: trafficShare ?? release.trafficShare,
    }));
    return {
      before: { share: supposed.share.before, releases: supposed.releases.map((release) => ({ ...release })) },
      after: { share: supposed.share.after, releases: moved },
    };
  }
  const before = { id: change.of, name: urnParts(change.of).name };
  if (change.type !== 'RENAME_FIELD') return { before, after: null };
  return { before, after: { id: change.to, name: urnParts(change.to).name } };
}
