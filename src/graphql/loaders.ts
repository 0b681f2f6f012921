import DataLoader from 'dataloader';
import type { DecidedRecord } from '../kernel/decision.ts';
import { relationId, type RelationKey } from '../kernel/fact.ts';
import type { Urn } from '../kernel/urn.ts';
import type { Viewer } from '../kernel/viewer.ts';
import type {
  DecidedPage,
  DecidedQuery,
  DecidedScope,
  HistoryPage,
  ObservationPage,
  ReadAt,
  RelatedItem,
  RelatedPage,
  RelatedQuery,
  RelationRecord,
} from '../store/ports.ts';
import type { Loaders } from '../domains/kind/context.ts';
import type { Services } from '../domains/services.ts';
import { hydrate, READ_AT, type EntityObject } from '../domains/kind/entity.ts';
import { mergeEntities, mergeHistory, mergeRelated } from './merge-names.ts';

const ITEMS_A_READ = 1_000;

/** A page ends with the other end by its name in the store. */
function placeOf({ record, relation }: RelatedItem): [string, string] {
  return [record.id, relation.key.discriminator];
}

/**
 * Loaders over the store's batch reads: one set for each viewer, question and place that a request reads at. What has several
 * names is read under all of them and answered as one.
 */
export function createLoaders({ store, aliases }: Pick<Services, 'store' | 'aliases'>): Loaders {
  const loaders = new Map<Viewer, Map<string, DataLoader<never, unknown, string>>>();

  function loader<Key, Value>(
    question: readonly unknown[],
    at: ReadAt,
    read: (keys: readonly Key[]) => Promise<readonly Value[]>,
    cacheKey: (key: Key) => string,
  ): DataLoader<Key, Value, string> {
    const name = JSON.stringify([question, at.position, at.asOf, at.now]);
    const ofViewer = loaders.get(at.viewer) ?? new Map<string, DataLoader<never, unknown, string>>();
    loaders.set(at.viewer, ofViewer);
    const known = ofViewer.get(name);
    if (known !== undefined) return known as unknown as DataLoader<Key, Value, string>;
    const made = new DataLoader<Key, Value, string>(read, { cacheKeyFn: cacheKey });
    ofViewer.set(name, made as unknown as DataLoader<never, unknown, string>);
    return made;
  }

  const byId = (id: Urn): string => id;
  const entities = (at: ReadAt) =>
    loader<Urn, EntityObject | null>(
      ['entity'],
      at,
      async (ids) => {
        const records = await store.graph.records(ids, at);
        return records.map((record) => (record === null ? null : hydrate(record, at)));
      },
      byId,
    );

  let pagesAsked = 0;

  /** Pages that are asked for at the same time are one read. What has several names is left to `entity`. */
  const pages = (at: ReadAt) =>
    loader<readonly Urn[], readonly (EntityObject | null | undefined)[]>(
      ['page'],
      at,
      async (asked) => {
        const ids = asked.length === 1 ? asked[0]! : [...new Set(asked.flat())];
        const plain = ids.filter((id) => aliases.namesOf(id, at).length === 1);
        const records = await store.graph.records(plain, at);
        const entities = records.map((record) => (record === null ? null : hydrate(record, at)));
        if (asked.length === 1 && plain.length === ids.length) return [entities];
        const found = new Map(entities.map((entity, index) => [plain[index]!, entity]));
        return asked.map((page) => page.map((id) => found.get(id)));
      },
      // Each is itself: to compare two of thousands of ids takes longer than to read them.
      () => String((pagesAsked += 1)),
    );

  const related = (query: RelatedQuery, at: ReadAt) =>
    loader<Urn, RelatedPage>(['related', query], at, (ids) => store.graph.related(ids, query, at), byId);

  /** Names that stand for one thing have no order in common, so what is joined to them is read whole. */
  async function relatedAll(name: Urn, query: RelatedQuery, at: ReadAt): Promise<RelatedItem[]> {
    if (query.since !== undefined) return [...(await related(query, at).load(name)).items];
    const items: RelatedItem[] = [];
    for (let after: RelatedQuery['after'] = null; ;) {
      const page = await related({ ...query, first: ITEMS_A_READ, after }, at).load(name);
      items.push(...page.items);
      const last = page.items.at(-1);
      if (!page.hasNext || last === undefined) return items;
      after = placeOf(last);
    }
  }

  const decidedIn = (scope: DecidedScope, query: DecidedQuery, at: ReadAt) =>
    loader<DecidedScope, DecidedPage>(
      ['decided in', query],
      at,
      (scopes) => store.graph.decidedOn(scopes, query, at),
      (each) => (typeof each === 'string' ? each : each.join(' ')),
    ).load(scope);

  /** Asks under each name of the thing; most have one only, and then that answer is the answer. */
  function underEachName<T>(
    id: Urn,
    at: ReadAt,
    ask: (name: Urn) => Promise<T>,
    merge: (answers: readonly T[]) => T,
  ): Promise<T> {
    const names = aliases.namesOf(id, at);
    return names.length === 1 ? ask(id) : Promise.all(names.map(ask)).then(merge);
  }

  return {
    entity: (id, at) =>
      underEachName(
        id,
        at,
        (name) => entities(at).load(name),
        (found) => mergeEntities(found.filter((each) => each !== null)),
      ),
    entities: (ids, at) => pages(at).load(ids),
    describedBy: async (id, at) => {
      const sources = await store.graph.describedBy(aliases.namesOf(id, at), at);
      return [...new Set(sources.flat())].sort();
    },
    prime(entity) {
      entities(entity[READ_AT]).prime(entity.id, entity);
    },
    async related(id, query, at) {
      const names = aliases.namesOf(id, at);
      if (names.length === 1) {
        const page = await related(query, at).load(id);
        return { ...page, items: page.items.map((item) => ({ ...item, place: placeOf(item) })) };
      }
      const all = await Promise.all(names.map((name) => relatedAll(name, query, at)));
      return mergeRelated(all, query, (other) => aliases.namesOf(other, at)[0] ?? other);
    },
    relation: (key, at) =>
      loader<RelationKey, RelationRecord | null>(
        ['relation'],
        at,
        (keys) => store.graph.relations(keys, at),
        relationId,
      ).load(key),
    observations: (id, query, at) =>
      loader<Urn, ObservationPage>(
        ['observations', query],
        at,
        (ids) => store.graph.observations(ids, query, at),
        byId,
      ).load(id),
    history: async (id, query, at) => {
      const ask = loader<Urn, HistoryPage>(['history', query], at, (ids) => store.log.history(ids, query, at), byId);
      const names = aliases.namesOf(id, at);
      if (names.length === 1) return { ...(await ask.load(id)), exact: true };
      return mergeHistory(await Promise.all(names.map((name) => ask.load(name))), query.first);
    },
    decided: (id, at) =>
      loader<Urn, DecidedRecord | null>(['decided'], at, (ids) => store.graph.decided(ids, at), byId).load(id),
    decidedOn: (id, query, at) => decidedIn(aliases.namesOf(id, at), query, at),
    decidedIn,
    clear() {
      loaders.clear();
    },
  };
}
