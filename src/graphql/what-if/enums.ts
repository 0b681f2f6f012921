import type { ChangeName as Change } from '../../lineage/what-if/change.ts';
import type { SourcesLeft } from '../../lineage/what-if/sources-left.ts';
import type { ReasonType, Verdict } from '../../lineage/what-if/verdict.ts';
import { enumType } from '../lineage-types.ts';

export const VerdictName = enumType('Verdict', 'What a change comes to; of several the worst, which stands first.', {
  BREAKS: 'Something is known to use just what goes away or is not as it was.',
  MAY_BREAK: 'Something may use it: it does not say which columns it uses, or somebody concluded that it does.',
  CHANGES_MEANING: 'Nothing breaks, but a KPI means something else, and so does all that is judged by it.',
  CHANGES_RISK: 'Nothing breaks, but more or less is at risk than before.',
  SAFE: 'Nothing that is known of needs to change.',
} satisfies Record<Verdict, string>);

export const ReasonName = enumType('WhatIfReasonType', 'Why a verdict is what it is.', {
  KNOWN_CONSUMERS: 'Consumers are known to use just that.',
  OPAQUE_CONSUMERS: 'Consumers of the whole do not say which parts they use.',
  INFERRED_CONSUMERS: 'Somebody concluded that consumers use it; nobody saw or said it.',
  NO_CONSUMERS: 'Nobody is known to use it.',
  CUT_SHORT: 'A limit ended the walk, so there may be more consumers.',
  TYPE_SAME: 'It is the same type, maybe under another name.',
  TYPE_WIDER: 'The type takes all values that the one before took, and readers of that take them.',
  TYPE_NOT_KNOWN: 'Nobody said which type it has now.',
  DEFINITION_CHANGED: 'Formula, unit or direction would be others, or there was no definition.',
  WEIGHT_CHANGED: 'The KPI would weigh more or less.',
  DEFINITION_SAME: 'The definition would say what it says now.',
  SERVES_MORE: 'More of what the deployment answers would reach the business.',
  SERVES_LESS: 'Less of what the deployment answers would reach the business.',
  SERVES_SAME: 'As much of what the deployment answers would reach the business.',
} satisfies Record<ReasonType, string>);

export const ChangeName = enumType('WhatIfChangeType', 'What is changed.', {
  DROP_FIELD: 'A column goes away.',
  RENAME_FIELD: 'A column gets another name.',
  RETYPE_FIELD: 'A column gets another type.',
  RETIRE_DATASET: 'A dataset goes away with its fields.',
  RETIRE_FEATURE: 'A feature goes away, or a feature view with its features.',
  CHANGE_KPI_DEFINITION: 'A KPI gets another definition.',
  MOVE_DEPLOYMENT: 'A deployment serves in another stage, or with another share of the traffic.',
} satisfies Record<Change, string>);

export const SourcesLeftName = enumType(
  'SourcesLeft',
  'Whether something still comes from anything that no change touches. That does not heal it: it says how much is gone.',
  {
    NONE: 'All that it comes from changes, or comes from what changes.',
    SOME: 'It comes from other things, too.',
  } satisfies Record<SourcesLeft, string>,
);
