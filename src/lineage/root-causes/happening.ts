import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Change } from '../../store/ports.ts';

/** What can be the cause that something downstream is otherwise than before; docs/root-causes.md says how each is told. */
export const CAUSE_KINDS = {
  SCHEMA_CHANGED: 'A dataset lost or got a column, or one has another type since; or it is gone altogether.',
  RELEASED: 'A version of a model or of a configuration began to serve where it had not served before.',
  TRAFFIC_MOVED: 'A version that served there already serves more of the traffic since, or in another stage.',
  JOB_CHANGED: 'Another query or revision of a job runs, it reads or writes other datasets, or it is gone.',
  RUN_FAILED: 'A run of a job failed.',
  METRIC_MOVED: 'A measurement of it left the range that it had before.',
  ALERT_RAISED: 'An alert on it was raised.',
  OWNER_LEFT: 'Who owned it has left, or owns it no longer.',
} as const;

export type CauseKind = keyof typeof CAUSE_KINDS;

/** Something that happened to an entity and can be a cause. */
export interface Happening {
  readonly kind: CauseKind;
  readonly entity: Urn;
  /** Event time: when it was first so. */
  readonly at: Micros;
  /** How much of its kind it is, 0 to 1. */
  readonly extent: number;
  /** What the log says of it. */
  readonly change: Change;
}
