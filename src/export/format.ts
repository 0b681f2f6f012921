import { isStretchOver, nextTurn } from '../kernel/turns.ts';
import type { Cell, Table } from './table.ts';

/** So many rows are written at once: that takes a millisecond or two. */
const AT_ONCE = 100;

/** How a table is written. */
export interface Format {
  /** Content-Type. */
  readonly type: string;
  head(table: Table): string;
  rows(table: Table, rows: readonly (readonly Cell[])[], isFirst: boolean): string;
  tail(table: Table): string;
}

/** The table as text, in pieces; each is made when it is asked for. The head comes with the first rows. */
export async function* written(table: Table, format: Format): AsyncGenerator<string> {
  let ahead = format.head(table);
  let isFirst = true;
  for await (const rows of table.batches()) {
    for (let start = 0; start < rows.length; start += AT_ONCE) {
      if (isStretchOver()) await nextTurn();
      yield ahead + format.rows(table, rows.slice(start, start + AT_ONCE), isFirst);
      ahead = '';
      isFirst = false;
    }
  }
  yield ahead + format.tail(table);
}
