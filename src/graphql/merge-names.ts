import { READ_AT, type EntityObject } from '../domains/kind/entity.ts';
import type { Urn } from '../kernel/urn.ts';
import type { Micros } from '../kernel/time.ts';
import type { HistoryPage, RelatedItem, RelatedQuery } from '../store/ports.ts';
import type { JoinedHistory, JoinedPage } from '../domains/kind/context.ts';

/**
 * One entity from what is said of it under several names, the canonical one first: a property counts as the first has
 * it that has it at all, labels are united, and it is gone where it is under all of them.
 */
export function mergeEntities(names: readonly EntityObject[]): EntityObject | null {
  const [canonical] = names;
  if (canonical === undefined || names.length === 1) return canonical ?? null;
  const merged: Record<string, unknown> = {};
  for (const each of [...names].reverse()) {
    for (const [property, value] of Object.entries(each)) if (value !== null) merged[property] = value;
  }
  const times = (property: string) => names.map((each) => each[property] as Micros | null);
  // A name that nobody described was not retired; nor does it keep the others alive.
  const described = names.filter((each) => each['described'] === true);
  const retired = described.map((each) => each['retiredAt'] as Micros | null);
  const { id, kind, namespace, name } = canonical;
  return {
    ...merged,
    ...{ id, kind, namespace, name, [READ_AT]: canonical[READ_AT] },
    tags: [...new Set(names.flatMap((each) => each['tags'] as readonly string[]))].sort(),
    described: described.length > 0,
    createdAt: Math.min(...times('createdAt').map(Number)),
    updatedAt: Math.max(...times('updatedAt').map(Number)),
    retiredAt: retired.length === 0 || retired.includes(null) ? null : Math.max(...retired.map(Number)),
  };
}

/**
 * What is joined to any of the names, each once, in the order of the other ends' canonical names: under each name a
 * dataset has fields of names of their own.
 * @param all everything that is joined to each name
 */
export function mergeRelated(
  all: readonly (readonly RelatedItem[])[],
  { first, after, since }: Pick<RelatedQuery, 'first' | 'after' | 'since'>,
  canonical: (id: Urn) => Urn,
): JoinedPage {
  const distinct = new Map<string, JoinedPage['items'][number]>();
  for (const item of all.flat()) {
    const place = [canonical(item.record.id), item.relation.key.discriminator] as const;
    const key = [...place, ...(since === undefined ? [] : [item.relation.validFrom])].join(' ');
    if (!distinct.has(key)) distinct.set(key, { ...item, place });
  }
  const inOrder = [...distinct.values()].sort((a, b) => comparePlaces(a.place, b.place));
  const behind = after === null ? inOrder : inOrder.filter(({ place }) => comparePlaces(place, after) > 0);
  return { items: behind.slice(0, first), hasNext: behind.length > first, total: inOrder.length };
}

function comparePlaces(a: readonly [string, string], b: readonly [string, string]): number {
  const [left, right] = a[0] === b[0] ? [a[1], b[1]] : [a[0], b[0]];
  return left < right ? -1 : Number(left > right);
}

/** What happened to it under any of its names, newest first. */
export function mergeHistory(pages: readonly HistoryPage[], first: number): JoinedHistory {
  const distinct = new Map(
    pages.flatMap((page) => page.items).map((item) => [`${item.position} ${item.ordinal}`, item]),
  );
  const items = [...distinct.values()].sort((a, b) => b.position - a.position || b.ordinal - a.ordinal);
  // What is told under two names is seen to be one only where both were read.
  const exact = pages.every((page) => page.items.length === page.total);
  return {
    items: items.slice(0, first),
    hasNext: items.length > first || pages.some((page) => page.hasNext),
    total: exact ? items.length : Math.max(items.length, ...pages.map((page) => page.total)),
    exact,
  };
}
