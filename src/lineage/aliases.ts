import type { Urn } from '../kernel/urn.ts';
import type { ReadAt } from '../store/ports.ts';
import type { Steady } from './traversal.ts';

/** Several names of one thing: what a source says is the same table, or was renamed. */
export interface Aliases {
  /**
   * All names that the thing goes by at this place, the canonical one first; the name alone where it has no other.
   * @param steady is narrowed to the times at which it goes by these
   */
  namesOf(id: Urn, at: ReadAt, steady?: Steady): readonly Urn[];
}
