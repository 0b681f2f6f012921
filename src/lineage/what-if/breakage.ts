import type { Urn } from '../../kernel/urn.ts';
import { seesAll } from '../../kernel/visibility.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { Reach, ReachQuery, Traversal } from '../traversal.ts';
import { affectedBy, consumersOf, type Affected, type Consumer } from './consumers.ts';
import { sourcesLeft, type SourcesLeft } from './sources-left.ts';

/** What is downstream of all that some changes take away, or leave otherwise than it was. */
export interface Breakage extends Pick<Reach, 'limitHit' | 'staleLinks' | 'hidden'> {
  /** Of these among what changes; of all of it without. */
  consumers(of?: readonly Urn[]): readonly Consumer[];
  readonly affected: readonly Affected[];
  /** Of each of the affected. Empty where a limit leaves it open. */
  left(): Promise<ReadonlyMap<Urn, SourcesLeft>>;
}

/**
 * @param changed under the names that walks tell
 * @param gone what of it is there no more afterwards: that itself is not broken
 */
export async function breakageOf(
  changed: readonly Urn[],
  gone: ReadonlySet<Urn>,
  traversal: Pick<Traversal, 'reach'>,
  at: ReadAt,
): Promise<Breakage> {
  const found = changed.length === 0 ? NOTHING : await traversal.reach(query(changed, 'DOWNSTREAM', null), at);
  const { limitHit, staleLinks, hidden } = found;
  const affected = affectedBy(found, gone);
  const ids = affected.map(({ id }) => id);

  return {
    affected,
    limitHit,
    staleLinks,
    hidden,
    consumers: (of = changed) => consumersOf(found, new Set(of), gone),
    async left() {
      // What lies behind a limit may be touched as well.
      if (limitHit !== null || ids.length === 0) return new Map();
      // What a viewer does not see is skipped over: what it comes from stands further up.
      const depth = seesAll(at.viewer.visibility) ? 1 : null;
      const into = await traversal.reach(query(ids, 'UPSTREAM', depth), at);
      const isWhole = into.limitHit === null || into.limitHit === 'DEPTH';
      return isWhole ? sourcesLeft(ids, into.links, new Set(changed)) : new Map();
    },
  };
}

const NOTHING: Reach = { nodes: [], total: 0, links: [], limitHit: null, staleLinks: 0, hidden: 0 };

function query(of: readonly Urn[], direction: ReachQuery['direction'], depth: number | null): ReachQuery {
  return { of, direction, depth, kinds: null, through: null, provenance: null, includeStale: true };
}
