import type { Micros } from '../../kernel/time.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import type { Change, ReadAt, RelatedQuery, Store } from '../../store/ports.ts';
import type { Aliases } from '../aliases.ts';
import type { Origin, Origins, Traversal } from '../traversal.ts';

export interface CausesQuery {
  readonly of: Urn;
  /** The window, in event time; both ends included. */
  readonly since: Micros;
  readonly until: Micros;
}

/** What is known of an entity's upstream and of what happened there. */
export interface Evidence extends CausesQuery {
  /** What lay upstream at the end of the window, by depth; then what lay there at its beginning alone. */
  readonly origins: readonly Origin[];
  /** By each name of an entity upstream: its canonical one. */
  readonly names: ReadonlyMap<Urn, Urn>;
  /** By entity, under its canonical name: what happened from the lookback on, by event time. */
  readonly changes: ReadonlyMap<Urn, readonly Change[]>;
  /** By entity: who owned it at the end of the window. */
  readonly owners: ReadonlyMap<Urn, readonly Urn[]>;
  /** By owner, and by column of a dataset: what happened in the window. */
  readonly aside: ReadonlyMap<Urn, readonly Change[]>;
  /** By dataset: its columns at the end of the window. */
  readonly columns: ReadonlyMap<Urn, readonly Urn[]>;
  readonly limitHit: 'NODES' | 'TIME' | 'CHANGES' | null;
  readonly staleLinks: number;
  readonly hidden: number;
}

export interface EvidencePorts {
  readonly store: Pick<Store, 'graph' | 'log'>;
  readonly traversal: Traversal;
  readonly aliases: Aliases;
}

export interface EvidenceLimits {
  /** Entities upstream, the nearest. */
  readonly nodes: number;
  /** Changes of one entity, the newest; and of all together. */
  readonly changesEach: number;
  readonly changes: number;
  /** Entities whose changes are read at once. */
  readonly atOnce: number;
}

export const EVIDENCE_LIMITS: EvidenceLimits = { nodes: 5_000, changesEach: 1_000, changes: 50_000, atOnce: 500 };

/** Of one entity. */
const OWNERS = 100;
const COLUMNS = 500;
/** So much longer than the window is what was measured before it, to compare with. */
const LOOKBACK_WINDOWS = 1;

/**
 * Reads what there is to judge by: in a few batches, however much lies upstream.
 * @param at where the log is read; what was true is asked as of the window's two ends
 */
export async function gatherEvidence(
  { store, traversal, aliases }: EvidencePorts,
  query: CausesQuery,
  at: ReadAt,
  limits = EVIDENCE_LIMITS,
): Promise<Evidence> {
  const { of, since, until } = query;
  const [now, before] = await Promise.all(
    [until, since].map(async (asOf) => traversal.origins({ of, nodes: limits.nodes }, { ...at, asOf })),
  );
  const origins = united(now!, before!);
  const names = new Map(
    origins.flatMap(({ id }) => aliases.namesOf(id, { ...at, asOf: until }).map((each) => [each, id])),
  );
  const ids = [...names.keys()];
  const lookback = (since - (until - since) * LOOKBACK_WINDOWS) as Micros;
  const datasets = ids.filter((id) => urnParts(id).kind === 'DATASET');
  const joined = async (some: readonly Urn[], query: RelatedQuery) => {
    const pages = some.length === 0 ? [] : await store.graph.related(some, query, { ...at, asOf: until });
    const byId = new Map<Urn, Urn[]>();
    for (const [index, { items }] of pages.entries()) {
      const id = names.get(some[index]!)!;
      byId.set(id, [...(byId.get(id) ?? []), ...items.map(({ record }) => record.id)]);
    }
    return byId;
  };
  const [owners, columns, read] = await Promise.all([
    joined(ids, { type: 'OWNS', direction: 'in', first: OWNERS, after: null }),
    joined(datasets, { type: 'CONTAINS', direction: 'out', first: COLUMNS, after: null }),
    readChanges(store.log, ids, { since: lookback, until }, at, limits),
  ]);
  const beside = [...new Set([...owners.values(), ...columns.values()].flat())];
  const aside = await readChanges(store.log, beside, { since, until }, at, limits);
  const isCut = [read, aside].some(({ cutAt }) => cutAt !== null && cutAt >= since);
  return {
    ...query,
    origins,
    names,
    changes: byEntity(read.changes, (name) => names.get(name) ?? name),
    owners,
    columns,
    aside: byEntity(aside.changes, (name) => name),
    limitHit: now!.limitHit ?? before!.limitHit ?? (isCut ? 'CHANGES' : null),
    staleLinks: now!.staleLinks,
    hidden: now!.hidden,
  };
}

/** The nodes of both, those of the first as they are; what flows into each in either. */
function united(first: Origins, second: Origins): Origin[] {
  const nodes = [...first.nodes];
  const places = new Map(nodes.map(({ id }, place) => [id, place]));
  for (const node of second.nodes) if (!places.has(node.id)) places.set(node.id, nodes.push(node) - 1);
  const fromSecond = new Map(
    second.nodes.map(({ id, from }) => [id, from.map((place) => places.get(second.nodes[place]!.id)!)]),
  );
  return nodes.map((node, place) => {
    const from = place < first.nodes.length ? node.from : [];
    return { ...node, from: [...new Set([...from, ...(fromSecond.get(node.id) ?? [])])] };
  });
}

interface ReadChanges {
  readonly changes: ReadonlyMap<Urn, readonly Change[]>;
  /** Where something was left out: the event time down to which something may be missing. Null: all is there. */
  readonly cutAt: Micros | null;
}

/** What happened to each, the first ids first, until there are as many as may be read. */
async function readChanges(
  log: Store['log'],
  ids: readonly Urn[],
  happened: { readonly since: Micros; readonly until: Micros },
  at: ReadAt,
  limits: EvidenceLimits,
): Promise<ReadChanges> {
  const changes = new Map<Urn, readonly Change[]>();
  let cutAt: Micros | null = null;
  let count = 0;
  for (let start = 0; start < ids.length; start += limits.atOnce) {
    if (count >= limits.changes) return { changes, cutAt: happened.until };
    const some = ids.slice(start, start + limits.atOnce);
    const pages = await log.history(some, { first: limits.changesEach, before: null, happened }, at);
    for (const [index, { items, hasNext }] of pages.entries()) {
      changes.set(some[index]!, items);
      count += items.length;
      // What is left out was recorded before what is there, and so mostly happened before.
      const oldest = items.at(-1)?.at ?? happened.until;
      if (hasNext) cutAt = Math.max(cutAt ?? oldest, oldest) as Micros;
    }
  }
  return { changes, cutAt };
}

/** What is known under any name, each change once, in the order of event time and then of the log. */
function byEntity(
  changes: ReadonlyMap<Urn, readonly Change[]>,
  canonical: (name: Urn) => Urn,
): ReadonlyMap<Urn, readonly Change[]> {
  const gathered = new Map<Urn, Map<string, Change>>();
  for (const [name, items] of changes) {
    const id = canonical(name);
    const known = gathered.get(id) ?? new Map<string, Change>();
    gathered.set(id, known);
    for (const change of items) known.set(`${change.position} ${change.ordinal}`, change);
  }
  return new Map(
    [...gathered].map(([id, items]) => [
      id,
      [...items.values()].sort((a, b) => a.at - b.at || a.position - b.position || a.ordinal - b.ordinal),
    ]),
  );
}
