import { READ_AT, type EntityObject } from '../domains/kind/entity.ts';
import type { Urn } from '../kernel/urn.ts';
import type { Micros } from '../kernel/time.ts';
import type { HistoryPage, RelatedPage } from '../store/ports.ts';

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
 * What is joined to any of the names, each once: by the other end's id and the discriminator, as each page has it.
 * @param canonical the other end's canonical name: its fields are joined to each name under a name of their own
 */
export function mergeRelated(pages: readonly RelatedPage[], first: number, canonical: (id: Urn) => Urn): RelatedPage {
  const [only] = pages;
  if (only !== undefined && pages.length === 1) return only;
  type Item = RelatedPage['items'][number];
  const place = (id: Urn, { relation }: Item) => `${id} ${relation.key.discriminator}`;
  const inOrder = pages
    .flatMap((page) => page.items)
    .sort((a, b) => (place(a.record.id, a) < place(b.record.id, b) ? -1 : 1));
  const distinct = new Map<string, Item>();
  for (const item of inOrder) {
    const key = place(canonical(item.record.id), item);
    if (!distinct.has(key)) distinct.set(key, item);
  }
  const items = [...distinct.values()];
  const twice = pages.flatMap((page) => page.items).length - items.length;
  return {
    items: items.slice(0, first),
    hasNext: items.length > first || pages.some((page) => page.hasNext),
    total: pages.reduce((sum, page) => sum + page.total, 0) - twice,
  };
}

/** What happened to it under any of its names, newest first. */
export function mergeHistory(pages: readonly HistoryPage[], first: number): HistoryPage {
  const [only] = pages;
  if (only !== undefined && pages.length === 1) return only;
  const distinct = new Map(
    pages.flatMap((page) => page.items).map((item) => [`${item.position} ${item.ordinal}`, item]),
  );
  const items = [...distinct.values()].sort((a, b) => b.position - a.position || b.ordinal - a.ordinal);
  const twice = pages.flatMap((page) => page.items).length - items.length;
  return {
    items: items.slice(0, first),
    hasNext: items.length > first || pages.some((page) => page.hasNext),
    total: pages.reduce((sum, page) => sum + page.total, 0) - twice,
  };
}
