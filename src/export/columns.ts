import type { EntityObject } from '../domains/kind/entity.ts';
import { formatTime, type Micros } from '../kernel/time.ts';
import type { Column } from './table.ts';

/** Columns of an entity's own fields, for rows that have it at hand. */
export function entityColumns<Row>(entityOf: (row: Row) => EntityObject) {
  const column = (name: string, about: string): Column<Row> => ({
    ...{ name, about },
    of: (row) => (entityOf(row)[name] ?? null) as string | boolean | null,
  });
  const time = (name: string, about: string): Column<Row> => ({
    ...{ name, about },
    of: (row) => timeCell(entityOf(row)[name] as Micros | null),
  });
  return {
    id: column('id', 'its URN'),
    kind: column('kind', 'what kind of entity it is'),
    namespace: column('namespace', 'what its name is unique in'),
    name: column('name', 'its name'),
    description: column('description', 'what it is, in the words of the source that described it last'),
    tags: column('tags', 'its labels, a list of texts'),
    described: column('described', 'false: a stub, referred to but never described'),
    createdAt: time('createdAt', 'the earliest event time at which anything was said of it'),
    updatedAt: time('updatedAt', 'the latest at which a source began to say what it says now'),
    retiredAt: time('retiredAt', 'when the last source that described it said that it is gone'),
  };
}

export function timeCell(time: Micros | null | undefined): string | null {
  return time === null || time === undefined ? null : formatTime(time);
}
