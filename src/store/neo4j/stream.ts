import type { Position } from '../../kernel/moment.ts';
import { readAhead } from '../../kernel/read-ahead.ts';
import type { ScheduleRow, SegmentRow } from '../ports.ts';
import { int, type Database } from './database.ts';
import { SCHEDULE, scheduleOf, SEGMENT, segmentOf, type ScheduleNode, type SegmentNode } from './rows.ts';

const ROWS_A_PART = 5_000;

/** Rows that are believed from one position of the log to another, as nodes. */
interface Streamed<Node, Row> {
  readonly label: string;
  /** What a query returns of a node `s`. */
  readonly returned: string;
  /** The order of those of one position: what stands behind `addedAt`, and behind `removedAt`, in an index. */
  readonly order: readonly [text: string, number: string];
  /** Of which types, where nodes have one; null: of all. Others are looked at, too, but not sent. */
  readonly types: readonly string[] | null;
  rowOf(node: Node): Row;
}

/** Where a part begins: behind the row of this position that has these values. */
type Place = readonly [position: Position, first: string, second: number];

/** In parts, each a query of its own, so that a slow consumer holds no transaction open. @param types null: of all types */
export function readSegments(
  database: Database,
  after: Position,
  upTo: Position,
  types: readonly string[] | null = null,
) {
  const segments: Streamed<SegmentNode, SegmentRow> = {
    ...{ label: 'TlSegment', returned: SEGMENT, order: ['relation', 'validFrom'], types, rowOf: segmentOf },
  };
  return readAll(database, segments, after, upTo);
}

export function readSchedules(database: Database, after: Position, upTo: Position) {
  const schedules: Streamed<ScheduleNode, ScheduleRow> = {
    ...{ label: 'TlSchedule', returned: SCHEDULE, order: ['job', 'ordinal'], types: null, rowOf: scheduleOf },
  };
  return readAll(database, schedules, after, upTo);
}

async function* readAll<Node extends ScheduleNode | SegmentNode, Row>(
  database: Database,
  streamed: Streamed<Node, Row>,
  after: Position,
  upTo: Position,
): AsyncIterable<readonly Row[]> {
  yield* readBy(database, 'addedAt', 'true', streamed, after, upTo);
  // What was added in this stretch has come already, with what became of it.
  yield* readBy(database, 'removedAt', 's.addedAt <= $after', streamed, after, upTo);
}

function readBy<Node extends ScheduleNode | SegmentNode, Row>(
  database: Database,
  by: 'addedAt' | 'removedAt',
  condition: string,
  { label, returned, order: [first, second], types, rowOf }: Streamed<Node, Row>,
  after: Position,
  upTo: Position,
): AsyncIterable<readonly Row[]> {
  return readAhead(async (behind: Place | null) => {
    const [position, text, number] = behind ?? ([after, '\u{10FFFF}', 0] as const);
    const rows = await database.read<Node & { readonly place: Place }>(
      `MATCH (s:${label}) USING INDEX s:${label}(${by}, ${first}, ${second})
       WHERE s.${by} >= $position AND s.${by} <= $upTo AND s.${first} IS NOT NULL AND s.${second} IS NOT NULL
         AND (s.${by} > $position OR s.${first} > $first OR (s.${first} = $first AND s.${second} > $second))
         AND (${condition})${types === null ? '' : ' AND s.type IN $types'}
       RETURN [s.${by}, s.${first}, s.${second}] AS place, ${returned}
       ORDER BY s.${by}, s.${first}, s.${second} LIMIT $limit`,
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
    const last = rows.length < ROWS_A_PART ? undefined : rows.at(-1);
    return {
      items: rows.map((row) =>
        rowOf(row.removedAt !== null && row.removedAt > upTo ? { ...row, removedAt: null } : row),
      ),
      next: last?.place ?? null,
    };
  });
}
