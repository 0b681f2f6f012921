import type { Urn } from '../../kernel/urn.ts';
import type { Reach, ReachedLink } from '../traversal.ts';

/** Who uses something that changes, by one link. */
export interface Consumer {
  readonly id: Urn;
  /** Of several links into it the surest: a known use before any other. */
  readonly link: ReachedLink;
  /** What of it: by known uses where there are any. */
  readonly uses: readonly Urn[];
  /** Whether it is known to use just that. */
  readonly isKnown: boolean;
}

/** What lies downstream of something that changes. */
export interface Affected {
  readonly id: Urn;
  /** Fewest links to it; at least 1. */
  readonly depth: number;
  /** Whether some way leads there by known uses alone. */
  readonly isKnown: boolean;
}

/** Whether the link says that its end uses just this, and not what somebody concluded, or the whole that it is part of. */
export function isKnownUse({ grain, provenance }: ReachedLink): boolean {
  return grain !== 'TABLE_FALLBACK' && provenance !== 'INFERRED';
}

/**
 * The consumers of these among what was reached from all that changes. What goes away itself is none.
 * Known ones first, then the surer, then by id.
 */
export function consumersOf({ links }: Reach, changed: ReadonlySet<Urn>, gone: ReadonlySet<Urn>): readonly Consumer[] {
  const byConsumer = new Map<Urn, ReachedLink[]>();
  for (const link of links) {
    if (!changed.has(link.from) || gone.has(link.to)) continue;
    const known = byConsumer.get(link.to);
    if (known === undefined) byConsumer.set(link.to, [link]);
    else known.push(link);
  }
  const consumers = [...byConsumer].map(([id, into]): Consumer => {
    const [link] = into.toSorted(bySurety) as [ReachedLink];
    const isKnown = isKnownUse(link);
    const counting = isKnown ? into.filter(isKnownUse) : into;
    return { id, link, uses: [...new Set(counting.map(({ from }) => from))].sort(), isKnown };
  });
  return consumers.sort((a, b) => bySurety(a.link, b.link) || (a.id < b.id ? -1 : 1));
}

function bySurety(a: ReachedLink, b: ReachedLink): number {
  return Number(isKnownUse(b)) - Number(isKnownUse(a)) || b.confidence - a.confidence;
}

/** All that was reached from what changes, but what goes away itself; by depth, then id. */
export function affectedBy({ nodes, links }: Reach, gone: ReadonlySet<Urn>): readonly Affected[] {
  const depths = new Map(nodes.map(({ id, depth }) => [id, depth]));
  const starts = nodes.filter(({ depth }) => depth === 0).map(({ id }) => id);
  const out = new Map<Urn, Urn[]>();
  /** What changes is affected as well where something else that changes leads to it. */
  const again = new Map<Urn, number>();
  for (const link of links) {
    const { from, to } = link;
    if (depths.get(to) === 0) again.set(to, Math.min(again.get(to) ?? Infinity, depths.get(from)! + 1));
    if (!isKnownUse(link)) continue;
    const ends = out.get(from);
    if (ends === undefined) out.set(from, [to]);
    else ends.push(to);
  }
  const known = new Set<Urn>();
  const open = [...starts];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const to of out.get(id) ?? []) {
      if (known.has(to)) continue;
      known.add(to);
      open.push(to);
    }
  }
  const affected = nodes.flatMap(({ id, depth }) => {
    const at = depth === 0 ? again.get(id) : depth;
    return at === undefined || gone.has(id) ? [] : [{ id, depth: at, isKnown: known.has(id) }];
  });
  return affected.sort((a, b) => a.depth - b.depth || (a.id < b.id ? -1 : 1));
}
