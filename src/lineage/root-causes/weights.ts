import type { CauseKind } from './happening.ts';

/** How likely a change of this kind is a cause, against those of other kinds. */
export const KIND_WEIGHTS: Readonly<Record<CauseKind, number>> = {
  SCHEMA_CHANGED: 1,
  RELEASED: 1,
  TRAFFIC_MOVED: 1,
  JOB_CHANGED: 1,
  RUN_FAILED: 1,
  METRIC_MOVED: 1,
  // Word that something is otherwise, and not what made it so.
  ALERT_RAISED: 0.3,
  OWNER_LEFT: 1,
};

/** How the parts of a score are counted. */
export const SCORING = {
  /** After this part of the window a change counts half; an effect this long after it is half explained by it. */
  halfLife: 0.35,
  /** What counts of a change that reaches what is asked about as unsurely as can be. */
  leastSurety: 0.5,
  /** As much as this is taken to have gone wrong that nobody measured: nothing accounts for it more than another. */
  unmeasured: 0.3,
  /** What counts of an effect that something upstream explains fully. */
  explained: 0.1,
  /** What counts of a moved metric of something that is computed: it shows what began elsewhere, if maybe unseen. */
  computed: 0.5,
  /** So many effects are accounted for, the greatest. */
  effects: 200,
} as const;
