import DataLoader from 'dataloader';
import type { Urn } from '../../kernel/urn.ts';
import type { Reach, ReachQuery } from '../../lineage/traversal.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import { perPlace } from './per-place.ts';

/** What would have to be known is not to be had: a limit was hit. The verdict is UNKNOWN then. */
export class OutOfSight extends Error {}

interface Walk {
  readonly of: readonly Urn[];
  readonly narrowed: Pick<Partial<ReachQuery>, 'depth' | 'through'>;
}

const EVERYTHING = { depth: null, kinds: null, through: null, provenance: null, includeStale: true } as const;

const walksAt = perPlace((at, { services }) => {
  async function walk({ of, narrowed }: Walk): Promise<Reach | OutOfSight> {
    const query = { of, direction: 'UPSTREAM', ...EVERYTHING, ...narrowed } as const;
    const reach = await services.traversal.reach(query, at);
    return reach.hidden > 0 ? new OutOfSight('a part of what is upstream is hidden from who asks') : reach;
  }
  return new DataLoader<Walk, Reach, string>((asked) => Promise.all(asked.map(walk)), {
    cacheKeyFn: ({ of, narrowed: { depth, through } }) => JSON.stringify([of, depth, through && [...through]]),
  });
});

/**
 * All that these come from. Those who ask at the same time are answered at the same time, however long the walks take:
 * what they read next is one reading of the store then, be it of one release or of a thousand.
 * @throws OutOfSight where policy hides a part
 */
export function walkUp(
  of: readonly Urn[],
  at: ReadAt,
  context: RequestContext,
  narrowed: Walk['narrowed'] = {},
): Promise<Reach> {
  return walksAt(at, context).load({ of, narrowed });
}
