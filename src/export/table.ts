import type { Count } from '../domains/kind/connection.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import { inBatches, type Answer } from '../graphql/index.ts';

export type Cell = string | number | boolean | null | readonly string[];

export interface Column<Item> {
  /** As the field is named in GraphQL. */
  readonly name: string;
  /** As docs/export.md says it. */
  readonly about: string;
  /** Whether the cell is a list of ids, which no space is in. */
  readonly ids?: true;
  of(item: Item): Cell;
}

/** What is exported: how honest it is and how long, which is known before the first row is made, and then the rows. */
export interface Table {
  /** As the list is named in GraphQL: `nodes`. */
  readonly name: string;
  readonly columns: readonly Pick<Column<never>, 'name' | 'ids'>[];
  readonly answer: Answer;
  readonly total: Count;
  /** Rows in batches, cells in the order of the columns. A batch is read from the store when it is asked for. */
  batches(): AsyncIterable<readonly (readonly Cell[])[]>;
}

/**
 * A table with a row for each of the items.
 * @param read what a row tells of; items of one batch are read together
 */
export function tableOf<Item, Row>(
  columns: readonly Column<Row>[],
  items: readonly Item[],
  read: (item: Item) => Promise<Row>,
  told: Pick<Table, 'name' | 'answer' | 'total'>,
  context: RequestContext,
): Table {
  async function* batches(): AsyncGenerator<readonly (readonly Cell[])[]> {
    for await (const rows of inBatches(items, read)) {
      // What has been read for these rows is asked for by no other.
      context.read.clear();
      yield rows.map((row) => columns.map((column) => column.of(row)));
    }
  }
  return { ...told, columns, batches };
}
