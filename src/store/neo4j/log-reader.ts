import type { FeedPosition, Position } from '../../kernel/moment.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Change, HistoryPage, HistoryQuery, LogEntry, ReadAt } from '../ports.ts';
import { int, type Database } from './database.ts';
import { factOf, grouped, hashed } from './rows.ts';
import { seenBy } from './seen.ts';

/** @param head the last entry that is known to be there whole, with all before it */
export async function readLog(
  database: Database,
  head: Position,
  after: Position,
  limit: number,
): Promise<readonly LogEntry[]> {
  const rows = await database.read<StoredEntry>(
    `MATCH (e:TlEntry) USING INDEX e:TlEntry(position) WHERE e.position > $after AND e.position <= $head
     RETURN e.position AS position, e.recordedAt AS recordedAt, e.fact AS fact ORDER BY e.position LIMIT $limit`,
    { after: int(after), head: int(head), limit: int(limit) },
  );
  return rows.map(entryOf);
}

export async function readAbout(
  database: Database,
  subjects: readonly string[],
  upTo: Position,
): Promise<readonly (readonly LogEntry[])[]> {
  const rows = await database.read<StoredEntry & { readonly subject: string }>(
    `UNWIND $subjects AS subject
     MATCH (e:TlEntry {subject: subject}) USING INDEX e:TlEntry(subject, position) WHERE e.position <= $upTo
     RETURN subject, e.position AS position, e.recordedAt AS recordedAt, e.fact AS fact ORDER BY position`,
    { subjects: [...new Set(subjects.map(hashed))], upTo: int(upTo) },
  );
  const bySubject = grouped(rows, ({ subject }) => subject);
  return subjects.map((subject) => (bySubject.get(hashed(subject)) ?? []).map(entryOf));
}

interface StoredEntry {
  readonly position: Position;
  readonly recordedAt: Micros;
  readonly fact: string;
}

function entryOf({ position, recordedAt, fact }: StoredEntry): LogEntry {
  return { position, recordedAt, fact: factOf({ fact }) };
}

export async function readChanges(
  database: Database,
  head: Position,
  after: FeedPosition,
  limit: number,
): Promise<readonly Change[]> {
  const rows = await database.read<{ body: string }>(
    `MATCH (c:TlChange) USING INDEX c:TlChange(position, ordinal)
     WHERE c.position >= $position AND c.position <= $head AND c.ordinal IS NOT NULL
       AND (c.position > $position OR c.ordinal > $ordinal)
     RETURN c.body AS body ORDER BY c.position, c.ordinal LIMIT $limit`,
    { position: int(after.position), ordinal: int(after.ordinal), head: int(head), limit: int(limit) },
  );
  return rows.map(changeOf);
}

export async function readHistory(
  database: Database,
  ids: readonly Urn[],
  query: HistoryQuery,
  at: ReadAt,
): Promise<readonly HistoryPage[]> {
  const before = query.before ?? { position: at.position + 1, ordinal: 0 };
  const { happened } = query;
  // The entry tells the time.
  const inTime =
    happened === undefined
      ? ''
      : 'AND EXISTS { MATCH (e:TlEntry {position: c.position}) WHERE $since <= e.at <= $until }';
  const seen = seenBy(at.viewer);
  /** The other end, where it is about a relation between two. */
  const isSeen = (property: 'entity' | 'other') => {
    const end = `c.${property === 'entity' ? 'other' : 'entity'}`;
    const condition = seen.and(end);
    return condition === '' ? '' : `AND (${end} IS NULL OR (true ${condition}))`;
  };
  // Ordered as the index is, so that what comes behind the page is not read.
  const page = (property: 'entity' | 'other') =>
    `MATCH (c:TlChange {${property}: id}) USING INDEX c:TlChange(${property}, position, ordinal)
     WHERE c.position <= $position AND c.position <= $beforePosition AND c.ordinal IS NOT NULL
       AND (c.position < $beforePosition OR c.ordinal < $beforeOrdinal) ${inTime} ${isSeen(property)}
     RETURN c ORDER BY c.${property} DESC, c.position DESC, c.ordinal DESC LIMIT $limit`;
  const count = (property: 'entity' | 'other') =>
    `COUNT { MATCH (c:TlChange {${property}: id}) USING INDEX c:TlChange(${property}, position, ordinal)
       WHERE c.position <= $position AND c.ordinal IS NOT NULL ${inTime} ${isSeen(property)} }`;
  const rows = await database.read<{ id: Urn; total: number; bodies: string[] }>(
    `UNWIND $ids AS id
     CALL (id) {
       CALL (id) { ${page('entity')} UNION ALL ${page('other')} }
       WITH c ORDER BY c.position DESC, c.ordinal DESC LIMIT $limit
       RETURN collect(c.body) AS bodies
     }
     RETURN id, bodies, ${count('entity')} + ${count('other')} AS total`,
    {
      ids: [...new Set(ids)],
      position: int(at.position),
      beforePosition: int(before.position),
      beforeOrdinal: int(before.ordinal),
      limit: int(query.first + 1),
      ...seen.parameters,
      ...(happened === undefined ? {} : { since: int(happened.since), until: int(happened.until) }),
    },
  );
  const pages = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const { bodies = [], total = 0 } = pages.get(id) ?? {};
    const items = bodies.slice(0, query.first).map((body) => changeOf({ body }));
    return { items, hasNext: bodies.length > query.first, total };
  });
}

export async function readPositionAt(database: Database, head: Position, time: Micros): Promise<Position> {
  const [row] = await database.read<{ position: Position }>(
    `MATCH (e:TlEntry) USING INDEX e:TlEntry(recordedAt) WHERE e.recordedAt <= $time AND e.position <= $head
     RETURN e.position AS position ORDER BY e.recordedAt DESC LIMIT 1`,
    { time: int(time), head: int(head) },
  );
  return row?.position ?? 0;
}

function changeOf(row: { readonly body: string }): Change {
  return JSON.parse(row.body) as Change;
}
