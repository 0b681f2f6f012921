import { formatUrn } from '../../src/kernel/urn.ts';
import { time } from './calendar.ts';
import type { World, WorldTable } from './world.ts';

/** Columns that come and go on a day. */
export interface ColumnChange {
  readonly table: WorldTable;
  readonly day: number;
  readonly comes: string | null;
  readonly goes: string | null;
}

/** Tells, in the order of the days, which columns each table has after each change: all of them. */
export function tellColumnChanges({ story, columnChanges }: World): void {
  const columns = new Map<WorldTable, readonly string[]>();
  for (const { table, day, comes, goes } of [...columnChanges].sort((a, b) => a.day - b.day)) {
    const left = (columns.get(table) ?? table.columns).filter((each) => each !== goes);
    const now = comes === null ? left : [...left, comes];
    columns.set(table, now);
    const { id, namespace, name, writer } = table;
    const members = now.map((column) => formatUrn('FIELD', namespace, `${name}#${column}`));
    // Whoever told of the columns first: a set speaks for its own source alone.
    story.by(writer === null ? 'catalog' : 'openlineage', time(day)).set(id, 'CONTAINS', members);
  }
}

export function retypeColumn({ story }: World, { namespace, name }: WorldTable, column: string, day: number): void {
  story.by('catalog', time(day)).entity('FIELD', namespace, `${name}#${column}`, { dataType: 'json' });
}
