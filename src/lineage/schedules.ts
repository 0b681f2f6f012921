import type { Urn } from '../kernel/urn.ts';
import type { ReadAt } from '../store/ports.ts';

/** How often jobs run. */
export interface Schedules {
  /** How long after the job's runs showed something it is stale at this place, in microseconds; null: never. */
  staleAfter(job: Urn, at: ReadAt): number | null;
}
