import { changeNote } from './change-note.ts';
import { custom } from './custom.ts';
import { kpiEffectNotNegative } from './kpi-effect-not-negative.ts';
import { kpiLinked } from './kpi-linked.ts';
import { metricThreshold } from './metric-threshold.ts';
import { moveAllowed } from './move-allowed.ts';
import { noOpenCriticalAlert } from './no-open-critical-alert.ts';
import { randomSeedSet } from './random-seed-set.ts';
import { secondOwner } from './second-owner.ts';
import { soakTime } from './soak-time.ts';
import { splitReproducible } from './split-reproducible.ts';
import { upstreamFresh } from './upstream-fresh.ts';
import { upstreamChecksPass } from './upstream-checks-pass.ts';
import { failsafeDeclared } from './failsafe-declared.ts';
import type { RequirementStory } from './story.ts';
import { upstreamDescribed } from './upstream-described.ts';

/** One of each requirement, by its type. */
export const STORIES: Readonly<Record<string, RequirementStory>> = {
  RANDOM_SEED_SET: randomSeedSet,
  CHANGE_NOTE: changeNote,
  UPSTREAM_DESCRIBED: upstreamDescribed,
  NO_OPEN_CRITICAL_ALERT: noOpenCriticalAlert,
  MOVE_ALLOWED: moveAllowed,
  KPI_LINKED: kpiLinked,
  KPI_EFFECT_NOT_NEGATIVE: kpiEffectNotNegative,
  SECOND_OWNER: secondOwner,
  SOAK_TIME: soakTime,
  CUSTOM: custom,
  METRIC_THRESHOLD: metricThreshold,
  SPLIT_REPRODUCIBLE: splitReproducible,
  UPSTREAM_FRESH: upstreamFresh,
  UPSTREAM_CHECKS_PASS: upstreamChecksPass,
  FAILSAFE_DECLARED: failsafeDeclared,
};
