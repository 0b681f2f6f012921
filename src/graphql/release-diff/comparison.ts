import type { RequestContext } from '../../domains/kind/context.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Reach } from '../../lineage/traversal.ts';
import { once } from '../assess.ts';
import { entityAt, type Standing } from '../standing.ts';
import { walkQuery } from '../walk-query.ts';
import type { Side } from './compare.ts';
import { gather } from './gather.ts';

/** Two releases at one place. What is known of them is read when it is first asked for, and once. */
export interface Comparison {
  readonly releases: readonly [from: Urn, to: Urn];
  readonly standing: Standing;
  sides(): Promise<readonly [Side, Side]>;
  /** The walk over the same, which knows what is hidden or stale in it. */
  walked(): Promise<Reach>;
}

const BEHIND = { kinds: null, through: ['PRODUCED', 'USED_BY'], provenance: null, includeStale: true };

export function compareAt(
  releases: readonly [from: Urn, to: Urn],
  standing: Standing,
  context: RequestContext,
): Comparison {
  const entity = (id: Urn) => entityAt(id, standing.place, context);
  return {
    releases,
    standing,
    sides: once(async () => {
      const [from, to] = await Promise.all([entity(releases[0]), entity(releases[1])]);
      return gather([from, to], standing, context);
    }),
    walked: once(async () => context.services.traversal.reach(walkQuery(releases, 'UPSTREAM', 2, BEHIND), standing.at)),
  };
}
