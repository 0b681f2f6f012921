import type { Authorities } from '../../kernel/authority.ts';
import type { RelationKey } from '../../kernel/fact.ts';
import { relationId } from '../../kernel/fact.ts';
import type { FeedPosition, Position } from '../../kernel/moment.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import { micros, type Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import { authoritiesIn, gatherObservations, recordAt, relationAt } from '../claims/read.ts';
import { AUTHORITY_SUBJECT, observationSubject, setSubjectsOf } from '../claims/subjects.ts';
import { describingSources } from '../describing-sources.ts';
import type {
  Change,
  EntityRecord,
  HistoryPage,
  HistoryQuery,
  LogEntry,
  ObservationPage,
  ObservationQuery,
  ReadAt,
  RelatedPage,
  RelatedQuery,
  RelationRecord,
  SegmentRow,
} from '../ports.ts';
import { inJson, type Connection } from './database.ts';
import {
  factOf,
  RECORD_COLUMNS,
  recordOf,
  SEGMENT_COLUMNS,
  segmentOf,
  type ScheduleTuple,
  type SegmentTuple,
  type RecordRow,
  type StoredSegment,
} from './rows.ts';
import { FOREVER } from './schema.ts';
import { readStream, SCHEDULES, SEGMENTS, type StreamPart, type StreamPlace, type StreamRange } from './stream.ts';

interface StoredEntry {
  readonly position: number;
  readonly recorded_at: number;
  readonly fact: string;
}

/** What every read needs; the first argument of each. */
export interface ReadFrom {
  readonly connection: Connection;
  readonly ontology: Ontology;
}

export function readRecords(
  { connection, ontology }: ReadFrom,
  ids: readonly Urn[],
  at: ReadAt,
): (EntityRecord | null)[] {
  const rows = connection.all<RecordRow>(
    `SELECT ${RECORD_COLUMNS} FROM record WHERE ${inJson('id')} AND from_position <= ? AND to_position > ?`,
    JSON.stringify(ids),
    at.position,
    at.position,
  );
  const records = new Map(rows.map((row) => [row.id, recordOf(row)]));
  if (at.asOf === null) return ids.map((id) => records.get(id) ?? null);
  const { asOf, position } = at;
  const authorities = authoritiesUpTo(connection, position);
  return ids.map((id) => {
    const newest = records.get(id) ?? null;
    if (newest === null) return null;
    return recordAt(id, factsUpTo(connection, id, position), newest.createdAt, asOf, ontology, authorities);
  });
}

export function readRecordsChanged(
  { connection }: ReadFrom,
  after: Position,
  upTo: Position,
  most: number,
): Urn[] | null {
  const sql = 'SELECT id FROM record WHERE from_position > ? AND from_position <= ? LIMIT ?';
  const rows = connection.all<{ id: Urn }>(sql, after, upTo, most + 1);
  return rows.length > most ? null : [...new Set(rows.map(({ id }) => id))];
}

export function readDescribedBy({ connection }: ReadFrom, ids: readonly Urn[], at: ReadAt): string[][] {
  return ids.map((id) => describingSources(factsUpTo(connection, id, at.position), at.asOf));
}

export function readRelated(from: ReadFrom, ids: readonly Urn[], query: RelatedQuery, at: ReadAt): RelatedPage[] {
  const { connection } = from;
  const [near, far] = query.direction === 'out' ? ['from_id', 'to_id'] : ['to_id', 'from_id'];
  const seen = connection.seenBy(at.viewer, far);
  const time = at.asOf ?? at.now;
  const { since = time } = query;
  const over = since === null ? '' : 'AND valid_to > ?';
  const holding = `${near} = ? AND type = ? AND added_at <= ? AND removed_at > ? AND valid_from <= ? ${over} ${seen}`;
  const pages = ids.map((id) => {
    const values = [id, query.type, at.position, at.position, time, ...(since === null ? [] : [since])];
    const after = query.after === null ? '' : `AND (${far}, discriminator) > (?, ?)`;
    const rows = connection.all<StoredSegment>(
      `SELECT ${SEGMENT_COLUMNS} FROM segment WHERE ${holding} ${after} ORDER BY ${far}, discriminator, valid_from LIMIT ?`,
      ...values,
      ...(query.after ?? []),
      query.first + 1,
    );
    const hasNext = rows.length > query.first;
    // A page that is all there is counts itself.
    const isWhole = !hasNext && query.after === null;
    const sql = `SELECT count(*) AS total FROM segment WHERE ${holding}`;
    const total = isWhole ? rows.length : (connection.get<{ total: number }>(sql, ...values)?.total ?? 0);
    return { segments: rows.slice(0, query.first).map(segmentOf), hasNext, total };
  });
  const otherEnd = ({ key }: SegmentRow) => (query.direction === 'out' ? key.to : key.from);
  const others = [...new Set(pages.flatMap((page) => page.segments.map(otherEnd)))];
  const records = new Map(
    readRecords(from, others, at).flatMap((record) => (record === null ? [] : [[record.id, record] as const])),
  );
  return pages.map(({ segments, hasNext, total }) => ({
    items: segments.flatMap((segment) => {
      const record = records.get(otherEnd(segment));
      return record === undefined ? [] : [{ record, relation: segment }];
    }),
    hasNext,
    total,
  }));
}

export function readRelations(
  { connection }: ReadFrom,
  keys: readonly RelationKey[],
  at: ReadAt,
): (RelationRecord | null)[] {
  const authorities = authoritiesUpTo(connection, at.position);
  return keys.map((key) => {
    const subjects = [relationId(key), ...setSubjectsOf(key)];
    const facts = subjects.flatMap((subject) => factsUpTo(connection, subject, at.position));
    return relationAt(key, facts, at.asOf ?? at.now, authorities);
  });
}

export function readObservations(
  { connection }: ReadFrom,
  ids: readonly Urn[],
  query: ObservationQuery,
  at: ReadAt,
): ObservationPage[] {
  return ids.map((id) => {
    const bounds = [observationSubject(id, query.metric), at.position, at.asOf ?? FOREVER] as const;
    const about = 'subject = ? AND key IS NOT NULL AND position <= ? AND at <= ?';
    const after = query.after === null ? '' : 'HAVING (min(at), key) < (?, ?)';
    const keys = connection.all<{ key: string }>(
      `SELECT key FROM log WHERE ${about} GROUP BY key ${after} ORDER BY min(at) DESC, key DESC LIMIT ?`,
      ...bounds,
      ...(query.after ?? []),
      query.first + 1,
    );
    const shown = keys.slice(0, query.first).map((row) => row.key);
    const facts = connection.all<{ fact: string }>(
      `SELECT fact FROM log WHERE ${about} AND ${inJson('key')}`,
      ...bounds,
      JSON.stringify(shown),
    );
    const total = connection.get<{ total: number }>(
      `SELECT count(DISTINCT key) AS total FROM log WHERE ${about}`,
      ...bounds,
    );
    return {
      items: gatherObservations(facts.map(factOf)),
      hasNext: keys.length > query.first,
      total: total?.total ?? 0,
    };
  });
}

export function readSegments(
  { connection }: ReadFrom,
  range: StreamRange,
  behind: StreamPlace | null,
  limit: number,
): StreamPart<SegmentTuple> {
  return readStream(connection, SEGMENTS, range, behind, limit);
}

export function readSchedules(
  { connection }: ReadFrom,
  range: StreamRange,
  behind: StreamPlace | null,
  limit: number,
): StreamPart<ScheduleTuple> {
  return readStream(connection, SCHEDULES, range, behind, limit);
}

export function readStats({ connection }: ReadFrom, at: ReadAt): { kind: string; count: number }[] {
  return connection.all(
    `SELECT kind, count(*) AS count FROM record
     WHERE from_position <= ? AND to_position > ? AND retired_at IS NULL ${connection.seenBy(at.viewer, 'id')} GROUP BY kind ORDER BY kind`,
    at.position,
    at.position,
  );
}

export function readLog({ connection }: ReadFrom, after: Position, limit: number): LogEntry[] {
  const rows = connection.all<StoredEntry>(
    'SELECT position, recorded_at, fact FROM log WHERE position > ? ORDER BY position LIMIT ?',
    after,
    limit,
  );
  return rows.map(entryOf);
}

export function readAbout({ connection }: ReadFrom, subjects: readonly string[], upTo: Position): LogEntry[][] {
  const sql = 'SELECT position, recorded_at, fact FROM log WHERE subject = ? AND position <= ? ORDER BY position';
  return subjects.map((subject) => connection.all<StoredEntry>(sql, subject, upTo).map(entryOf));
}

function entryOf(row: StoredEntry): LogEntry {
  return { position: row.position, recordedAt: micros(row.recorded_at), fact: factOf(row) };
}

export function readChanges({ connection }: ReadFrom, after: FeedPosition, limit: number): Change[] {
  return changesOf(
    connection.all(
      'SELECT body FROM change WHERE (position, ordinal) > (?, ?) ORDER BY position, ordinal LIMIT ?',
      after.position,
      after.ordinal,
      limit,
    ),
  );
}

export function readHistory(
  { connection }: ReadFrom,
  ids: readonly Urn[],
  query: HistoryQuery,
  at: ReadAt,
): HistoryPage[] {
  const ends = ['entity', 'relation.to'].map((end) => connection.seenBy(at.viewer, `body ->> '$.${end}'`));
  const seen = ends.join(' ').trim();
  const change = 'CROSS JOIN change USING (position, ordinal)';
  return ids.map((id) => {
    const before = query.before ?? { position: at.position + 1, ordinal: 0 };
    const { happened } = query;
    const times = happened === undefined ? [] : [happened.since, happened.until];
    // The entry tells the time, and is looked at before the change is read.
    const [entry, inTime] =
      happened === undefined ? ['', ''] : ['CROSS JOIN log USING (position)', 'AND at BETWEEN ? AND ?'];
    const rows = connection.all<{ body: string }>(
      `SELECT body FROM change_about ${entry} ${change}
       WHERE entity = ? AND (position, ordinal) < (?, ?) AND position <= ? ${inTime} ${seen}
       ORDER BY position DESC, ordinal DESC LIMIT ?`,
      ...[id, before.position, before.ordinal, at.position, ...times, query.first + 1],
    );
    const counted = `change_about ${entry} ${seen === '' ? '' : change}`;
    const sql = `SELECT count(*) AS total FROM ${counted} WHERE entity = ? AND position <= ? ${inTime} ${seen}`;
    return {
      items: changesOf(rows.slice(0, query.first)),
      hasNext: rows.length > query.first,
      total: connection.get<{ total: number }>(sql, id, at.position, ...times)?.total ?? 0,
    };
  });
}

export function readPositionAt({ connection }: ReadFrom, time: Micros): Position {
  const sql = 'SELECT max(position) AS position FROM log WHERE recorded_at <= ?';
  return connection.get<{ position: number | null }>(sql, time)?.position ?? 0;
}

function changesOf(rows: readonly { readonly body: string }[]): Change[] {
  return rows.map((row) => JSON.parse(row.body) as Change);
}

function authoritiesUpTo(connection: Connection, position: Position): Authorities {
  return authoritiesIn(factsUpTo(connection, AUTHORITY_SUBJECT, position));
}

function factsUpTo(connection: Connection, subject: string, position: Position) {
  const sql = 'SELECT fact FROM log WHERE subject = ? AND position <= ?';
  return connection.all<{ fact: string }>(sql, subject, position).map(factOf);
}
