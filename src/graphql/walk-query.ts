import { LIMITS } from '../domains/kind/arguments.ts';
import { badInput } from '../kernel/errors.ts';
import type { Provenance } from '../kernel/fact.ts';
import type { Urn } from '../kernel/urn.ts';
import type { Direction, Reach, ReachedLink, ReachQuery } from '../lineage/traversal.ts';
import type { ReadAt } from '../store/ports.ts';
import type { LineageFilter, LineageLink } from './lineage-types.ts';

/** @throws BAD_USER_INPUT naming `depth` */
export function walkQuery(
  of: readonly Urn[],
  direction: Direction,
  depth: number | null | undefined,
  filter: LineageFilter | null | undefined,
): ReachQuery {
  if (typeof depth === 'number' && (depth < 0 || depth > LIMITS.depth)) {
    throw badInput('depth', `depth: expected 0 to ${LIMITS.depth}; came ${depth}`);
  }
  const set = <T extends string>(values: readonly string[] | null | undefined) =>
    values === null || values === undefined ? null : new Set(values as readonly T[]);
  return {
    of: [...new Set(of)],
    direction,
    depth: depth ?? null,
    kinds: set(filter?.kinds),
    through: set(filter?.through),
    provenance: set<Provenance>(filter?.provenance),
    includeStale: filter?.includeStale ?? true,
  };
}

/** A link that is told with what is known of it at this place. */
export function linkAt(link: ReachedLink, place: ReadAt): LineageLink {
  return { ...link, stale: link.isStale, type: link.relation?.type ?? null, at: place };
}

/** Where none of the starts was true yet. */
export const NOTHING_REACHED: Reach = { nodes: [], total: 0, links: [], limitHit: null, staleLinks: 0, hidden: 0 };
