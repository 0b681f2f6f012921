import type { Position } from '../../kernel/moment.ts';
import { readAhead } from '../../kernel/read-ahead.ts';
import { mapInTurns } from '../../kernel/turns.ts';
import type { ScheduleRow, SegmentRow } from '../ports.ts';
import { int, type Database } from './database.ts';
import { scheduleOf, segmentOf, type StoredRow } from './rows.ts';

const ROWS_A_PART = 10_000;

/** Rows that are believed from one position of the log to another, as nodes. */
interface Streamed {
  readonly label: string;
  /** The order of those of one position: what stands behind `addedAt`, and behind `removedAt`, in an index. */
  readonly order: readonly [text: string, number: string];
  /** Of which types, where nodes have one; null: of all. Others are looked at, too, but not sent. */
  readonly types: readonly string[] | null;
}

/** Which of them: those that came to be in this stretch of the log, or those that were there and ceased to be believed. */
interface Stretch {
  readonly by: 'addedAt' | 'removedAt';
  readonly after: Position;
  readonly upTo: Position;
}

/** Where a part begins: behind the row of this position that has these values. */
type Place = readonly [position: Position, first: string, second: number];

/** Which rows, and where they begin; null: at the first. */
export type PartQuery = Streamed & Stretch & { readonly behind: Place | null };

/** One part, as two columns: half of what as many rows cost. And where its last row stands; null behind the last part. */
export interface Part {
  /** A line each. */
  readonly rows: string;
  readonly removed: Float64Array;
  readonly next: Place | null;
}

/** Stands for a row that is still believed, as a column has no nulls. */
const STILL = -1;

/** Reads a part: a query of its own, so that a slow consumer holds no transaction open. */
export async function readPart(database: Database, query: PartQuery): Promise<Part> {
  const { label, order, types, by, after, upTo, behind } = query;
  const [first, second] = order;
  const [position, text, number] = behind ?? ([after, '\u{10FFFF}', 0] as const);
  // What was added in this stretch comes by that, with what became of it.
  const condition = by === 'addedAt' ? 'true' : 's.addedAt <= $after';
  const [part] = await database.read<{ rows: string[]; removed: Position[]; last: Place | null }>(
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
  const { rows, removed, last } = part ?? { rows: [], removed: [], last: null };
  return {
    rows: rows.join('\n'),
    removed: Float64Array.from(removed),
    next: rows.length < ROWS_A_PART ? null : last,
  };
}

/** Where parts are read. */
export type ReadPart = (query: PartQuery) => Promise<Part>;

/** In parts. @param types null: of all types */
export function readSegments(
  read: ReadPart,
  after: Position,
  upTo: Position,
  types: readonly string[] | null = null,
): AsyncIterable<readonly SegmentRow[]> {
  const segments: Streamed = { label: 'TlSegment', order: ['relation', 'validFrom'], types };
  return readAll(read, segments, { after, upTo }, segmentOf);
}

export function readSchedules(read: ReadPart, after: Position, upTo: Position): AsyncIterable<readonly ScheduleRow[]> {
  const schedules: Streamed = { label: 'TlSchedule', order: ['job', 'ordinal'], types: null };
  return readAll(read, schedules, { after, upTo }, scheduleOf);
}

async function* readAll<Row>(
  read: ReadPart,
  streamed: Streamed,
  stretch: Omit<Stretch, 'by'>,
  rowOf: (stored: StoredRow) => Row,
): AsyncIterable<readonly Row[]> {
  yield* readBy(read, { ...streamed, ...stretch, by: 'addedAt' }, rowOf);
  if (stretch.after > 0) yield* readBy(read, { ...streamed, ...stretch, by: 'removedAt' }, rowOf);
}

async function* readBy<Row>(
  read: ReadPart,
  query: Omit<PartQuery, 'behind'>,
  rowOf: (stored: StoredRow) => Row,
): AsyncIterable<readonly Row[]> {
  const parts = readAhead(async (behind: Place | null) => {
    const part = await read({ ...query, behind });
    return { items: part, next: part.next };
  });
  // The next part is on its way while this one is read.
  for await (const { rows, removed } of parts) {
    if (removed.length === 0) continue;
    yield await mapInTurns(rows.split('\n'), (row, index) => {
      const removedAt = removed[index]!;
      // What ceased to be believed past the end of the stretch is still believed at it.
      return rowOf({ row, removedAt: removedAt === STILL || removedAt > query.upTo ? null : removedAt });
    });
  }
}
