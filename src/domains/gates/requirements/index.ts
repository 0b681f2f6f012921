import type { Requirement } from '../requirement.ts';
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
import { upstreamDescribed } from './upstream-described.ts';
import { splitReproducible } from './split-reproducible.ts';
import { upstreamFresh } from './upstream-fresh.ts';
import { upstreamChecksPass } from './upstream-checks-pass.ts';
import { failsafeDeclared } from './failsafe-declared.ts';

/** All that a policy can demand, by type. */
export const REQUIREMENTS: ReadonlyMap<string, Requirement> = new Map(
  [
    moveAllowed,
    randomSeedSet,
    changeNote,
    upstreamDescribed,
    noOpenCriticalAlert,
    kpiLinked,
    kpiEffectNotNegative,
    secondOwner,
    soakTime,
    custom,
    metricThreshold,
    splitReproducible,
    upstreamFresh,
    upstreamChecksPass,
    failsafeDeclared,
  ].map((each) => [each.type, each]),
);
