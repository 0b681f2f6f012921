import type { Position } from '../../kernel/moment.ts';
import { readAhead } from '../../kernel/read-ahead.ts';
import { mapInTurns } from '../../kernel/turns.ts';
import type { ScheduleRow, SegmentRow } from '../ports.ts';
import { int, type Database } from './database.ts';
import { scheduleOf, segmentOf, type StoredRow } from './rows.ts';

const ROWS_A_PART = 10_000;

/** Rows that are believed from one position of the log to another, as nodes. */
interface Streamed<Row> {
  readonly label: string;
  /** The order of those of one position: what stands behind `addedAt`, and behind `removedAt`, in an index. */
  readonly order: readonly [text: string, number: string];
  /** Of which types, where nodes have one; null: of all. Others are looked at, too, but not sent. */
  readonly types: readonly string[] | null;
  rowOf(stored: StoredRow): Row;
}

/** Where a part begins: behind the row of this position that has these values. */
type Place = readonly [position: Position, first: string, second: number];

/** One part, as two columns: half of what as many rows cost. And where its last row stands. */
interface Part {
  readonly rows: readonly string[];
  readonly removed: readonly Position[];
  readonly last: Place | null;
}

/** Stands for a row that is still believed, as a column has no nulls. */
const STILL = -1;

/** In parts, each a query of its own, so that a slow consumer holds no transaction open. @param types null: of all types */
export function readSegments(
  database: Database,
  after: Position,
  upTo: Position,
  types: readonly string[] | null = null,
) {
  const segments: Streamed<SegmentRow> = {
    ...{ label: 'TlSegment', order: ['relation', 'validFrom'], types, rowOf: segmentOf },
  };
  return readAll(database, segments, after, upTo);
}

export function readSchedules(database: Database, after: Position, upTo: Position) {
  const schedules: Streamed<ScheduleRow> = {
    ...{ label: 'TlSchedule', order: ['job', 'ordinal'], types: null, rowOf: scheduleOf },
  };
  return readAll(database, schedules, after, upTo);
}

async function* readAll<Row>(
  database: Database,
  streamed: Streamed<Row>,
  after: Position,
  upTo: Position,
): AsyncIterable<readonly Row[]> {
  yield* readBy(database, 'addedAt', 'true', streamed, after, upTo);
  // What was added in this stretch has come already, with what became of it.
  if (after > 0) yield* readBy(database, 'removedAt', 's.addedAt <= $after', streamed, after, upTo);
}

async function* readBy<Row>(
  database: Database,
  by: 'addedAt' | 'removedAt',
  condition: string,
  { label, order: [first, second], types, rowOf }: Streamed<Row>,
  after: Position,
  upTo: Position,
): AsyncIterable<readonly Row[]> {
  const parts = readAhead(async (behind: Place | null) => {
    const [position, text, number] = behind ?? ([after, '\u{10FFFF}', 0] as const);
    const [part] = await database.read<Part>(
      `MATCH (s:${label}) USING INDEX s:${label}(${by}, ${first}, ${second})
       WHERE s.${by} >= $position AND s.${by} <= $upTo AND s.${first} IS NOT NULL AND s.${second} IS NOT NULL
         AND (s.${by} > $position OR s.${first} > $first OR (s.${first} = $first AND s.${second} > $second))
         AND (${condition})${types === null ? '' : ' AND s.type IN $types'}
       WITH s ORDER BY s.${by}, s.${first}, s.${second} LIMIT $limit
       RETURN collect(s.row) AS rows, collect(coalesce(s.removedAt, ${STILL})) AS removed,
         last(collect([s.${by}, s.${first}, s.${second}])) AS last`,
      {
        types,
        after: int(after),
        upTo: int(upTo),
        position: int(position),
        first: text,
        second: int(number),
        limit: int(ROWS_A_PART),
      },
    );
    const items = part ?? { rows: [], removed: [], last: null };
    return { items, next: items.rows.length < ROWS_A_PART ? null : items.last };
  });
  // The next part is on its way while this one is read.
  for await (const { rows, removed } of parts) {
    yield await mapInTurns(rows, (row, index) => {
      const removedAt = removed[index]!;
      // What ceased to be believed past the end of the stretch is still believed at it.
      return rowOf({ row, removedAt: removedAt === STILL || removedAt > upTo ? null : removedAt });
    });
  }
}
