import DataLoader from 'dataloader';
import { relationId, type RelationKey } from '../kernel/fact.ts';
import type { Urn } from '../kernel/urn.ts';
import type { HistoryPage, ObservationPage, ReadAt, RelatedPage, RelationRecord, Store } from '../store/ports.ts';
import type { Loaders } from '../domains/kind/context.ts';
import { hydrate, READ_AT, type EntityObject } from '../domains/kind/entity.ts';

/** Loaders over the store's batch reads: one set for each question and place that a request reads at. */
export function createLoaders(store: Store): Loaders {
  const loaders = new Map<string, DataLoader<never, unknown, string>>();

  function loader<Key, Value>(
    question: readonly unknown[],
    at: ReadAt,
    read: (keys: readonly Key[]) => Promise<readonly Value[]>,
    cacheKey: (key: Key) => string,
  ): DataLoader<Key, Value, string> {
    const name = JSON.stringify([question, at.position, at.asOf]);
    const known = loaders.get(name);
    if (known !== undefined) return known as unknown as DataLoader<Key, Value, string>;
    const made = new DataLoader<Key, Value, string>(read, { cacheKeyFn: cacheKey });
    loaders.set(name, made as unknown as DataLoader<never, unknown, string>);
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

  return {
    entity: (id, at) => entities(at).load(id),
    prime(entity) {
      entities(entity[READ_AT]).prime(entity.id, entity);
    },
    related: (id, query, at) =>
      loader<Urn, RelatedPage>(['related', query], at, (ids) => store.graph.related(ids, query, at), byId).load(id),
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
    history: (id, query, at) =>
      loader<Urn, HistoryPage>(['history', query], at, (ids) => store.log.history(ids, query, at), byId).load(id),
    clear: () => loaders.clear(),
  };
}
