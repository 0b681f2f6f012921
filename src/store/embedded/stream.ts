import { relationId } from '../../kernel/fact.ts';
import type { Position } from '../../kernel/moment.ts';
import type { Connection, SqlValue } from './database.ts';
import { SCHEDULE_COLUMNS, SEGMENT_COLUMNS, segmentOfTuple, type ScheduleTuple, type SegmentTuple } from './rows.ts';
import { FOREVER } from './schema.ts';

/** A stretch of the log: behind the one position, up to the other. */
export interface StreamRange {
  readonly after: Position;
  readonly upTo: Position;
}

/** A place in a stream: which pass, and where the last row stands in the order of that pass. */
export interface StreamPlace {
  readonly pass: PassName;
  readonly key: readonly SqlValue[];
}

export interface StreamPart<Row> {
  readonly rows: Row[];
  /** Null: these are the last. */
  readonly last: StreamPlace | null;
}

/** All that began to be believed from the first position on; what began to later; what ceased to. */
type PassName = 'all' | 'added' | 'removed';

/** A table whose rows are believed from one position to another. */
interface StreamTable<Row> {
  readonly table: string;
  readonly columns: string;
  /** Each pass goes along one index, so that a part costs what it holds, however much lies beside it. */
  readonly order: Readonly<Record<PassName, readonly string[]>>;
  valuesOf(row: Row): Readonly<Record<string, SqlValue>>;
}

const BOUND: Readonly<Record<PassName, string>> = {
  all: 'added_at <= ?1',
  added: 'added_at <= ?1',
  // What was added in this stretch has come already, with what became of it.
  removed: `removed_at <= ?1 AND removed_at < ${FOREVER} AND added_at <= ?2`,
};

export const SEGMENTS: StreamTable<SegmentTuple> = {
  table: 'segment',
  columns: SEGMENT_COLUMNS,
  order: {
    all: ['relation', 'valid_from', 'added_at'],
    added: ['added_at', 'relation', 'valid_from'],
    removed: ['removed_at', 'relation', 'valid_from', 'added_at'],
  },
  valuesOf(row) {
    const { key, validFrom, addedAt, removedAt } = segmentOfTuple(row);
    return { relation: relationId(key), valid_from: validFrom, added_at: addedAt, removed_at: removedAt ?? FOREVER };
  },
};

export const SCHEDULES: StreamTable<ScheduleTuple> = {
  table: 'schedule',
  columns: SCHEDULE_COLUMNS,
  order: {
    all: ['added_at', 'ordinal'],
    added: ['added_at', 'ordinal'],
    removed: ['removed_at', 'added_at', 'ordinal'],
  },
  valuesOf: ([added_at, ordinal, removed_at]) => ({ added_at, ordinal, removed_at }),
};

/** One part, for a stream that holds no statement open. @param behind null: the first part */
export function readStream<Row extends readonly SqlValue[]>(
  connection: Connection,
  stream: StreamTable<Row>,
  range: StreamRange,
  behind: StreamPlace | null,
  limit: number,
): StreamPart<Row> {
  const { after, upTo } = range;
  const pass = behind?.pass ?? (after === 0 ? 'all' : 'added');
  const order = stream.order[pass];
  const columns = order.join(', ');
  const rows = connection.tuples<Row>(
    `SELECT ${stream.columns} FROM ${stream.table}
     WHERE (${columns}) > (${order.map((_, index) => `?${index + 4}`).join(', ')}) AND ${BOUND[pass]}
     ORDER BY ${columns} LIMIT ?3`,
    ...[upTo, after, limit, ...(behind?.key ?? beginning(pass, order, after))],
  );
  const last = rows.at(-1);
  if (last !== undefined && rows.length === limit) {
    const values = stream.valuesOf(last);
    return { rows, last: { pass, key: order.map((column) => values[column] as SqlValue) } };
  }
  if (pass !== 'added') return { rows, last: null };
  const removed = { pass: 'removed', key: beginning('removed', stream.order.removed, after) } as const;
  const rest = readStream(connection, stream, range, removed, limit - rows.length);
  return { rows: [...rows, ...rest.rows], last: rest.last };
}

/** Before the first row of a pass: the log's position leads the order of all but the pass over everything. */
function beginning(pass: PassName, order: readonly string[], after: Position): SqlValue[] {
  return order.map((column, index) => {
    if (column === 'relation') return '';
    return index === 0 && pass !== 'all' ? after + 1 : -1;
  });
}
