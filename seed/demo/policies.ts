import type { JsonObject } from '../../src/kernel/json.ts';
import { BEGIN } from '../calendar.ts';

/** What the company demands before a stage, since the history began. */
export interface DemoPolicy {
  readonly name: string;
  readonly stage: string;
  readonly tier: string | null;
  readonly since: string;
  readonly demands: readonly { readonly type: string; readonly parameters?: JsonObject }[];
}

export const DEMO_POLICIES: readonly DemoPolicy[] = [
  {
    name: 'validated',
    stage: 'REGISTERED',
    tier: null,
    since: BEGIN,
    demands: [{ type: 'RANDOM_SEED_SET' }, { type: 'CHANGE_NOTE', parameters: { words: 3 } }],
  },
  {
    name: 'experiment',
    stage: 'AB',
    tier: null,
    since: BEGIN,
    demands: [{ type: 'SOAK_TIME', parameters: { stage: 'SHADOW', hours: 48 } }],
  },
  {
    name: 'production',
    stage: 'PRODUCTION',
    tier: null,
    since: BEGIN,
    demands: [
      { type: 'UPSTREAM_DESCRIBED' },
      { type: 'NO_OPEN_CRITICAL_ALERT' },
      { type: 'KPI_LINKED' },
      { type: 'SECOND_OWNER' },
    ],
  },
  // What turns honest customers away is held to more.
  {
    name: 'production-tier-0',
    stage: 'PRODUCTION',
    tier: 'tier-0',
    since: BEGIN,
    demands: [
      {
        type: 'METRIC_THRESHOLD',
        parameters: { metric: 'false_positive_rate', against: 'SERVING', direction: 'LOWER', tolerance: 0.001 },
      },
      { type: 'SOAK_TIME', parameters: { stage: 'SHADOW', hours: 72 } },
      { type: 'FAILSAFE_DECLARED' },
    ],
  },
];
