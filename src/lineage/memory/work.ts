import type { Topology } from '../../projections/topology/topology.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { KindRoles } from './grain.ts';
import type { Scratch } from './scratch.ts';

export interface Limits {
  /** How many nodes an answer has at most. */
  readonly nodes: number;
  /** How long a question is worked on, in milliseconds, without its waits for others. Half of it at most is spent on finding nodes. */
  readonly millis: number;
  /** How many levels of links there are to follow; left out: all that there are. */
  readonly levels?: number;
}

/** What one question is worked on with. */
export interface Work {
  readonly topology: Topology;
  readonly roles: KindRoles;
  readonly at: ReadAt;
  readonly limits: Limits;
  /** A clock in milliseconds that never goes back and stands while others have their turn, and what it showed at the begin. */
  readonly now: () => number;
  readonly begin: number;
  readonly scratch: Scratch;
}
