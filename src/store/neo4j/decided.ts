import { NO_DECISION, type DecidedRecord, type StreamState } from '../../kernel/decision.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { WriteSet } from '../claims/write-set.ts';
import type { DecidedPage, DecidedQuery, DecidedScope, ReadAt } from '../ports.ts';
import { int, type Database, type Parameters } from './database.ts';
import { hashed } from './rows.ts';
import { seenBy } from './seen.ts';
import { forEachRow, intOrNull, type Statement } from './statement.ts';

/** The first new version of an id ends the one that stood before. */
export function decidedStatements({ decided }: WriteSet): Statement[] {
  const ended = new Map([...decided].reverse().map(({ record, from }) => [record.id, from]));
  return [
    ...forEachRow(
      [...ended].map(([id, to]) => ({ id, to: int(to) })),
      `MATCH (d:TlDecided {id: row.id}) USING INDEX d:TlDecided(id, _from)
       WHERE d._from < row.to AND d._to IS NULL SET d._to = row.to`,
    ),
    ...forEachRow(
      decided.map(({ from, to, stream, decisions, record }) => ({
        ...{ id: record.id, _from: int(from), _to: intOrNull(to), stream: hashed(stream), decisions: int(decisions) },
        ...{ kind: record.kind, about: record.about, since: int(record.since), until: intOrNull(record.until) },
        record: JSON.stringify(record),
      })),
      'CREATE (d:TlDecided) SET d = row',
    ),
  ];
}

interface StreamRow {
  readonly stream: string;
  readonly decisions: number;
  readonly record: string;
}

/** Where streams stand, as whoever runs the statement sees it. */
export async function readStreams(
  run: (cypher: string, parameters: Parameters) => Promise<readonly StreamRow[]>,
  names: readonly string[],
): Promise<StreamState[]> {
  const rows = await run(
    `UNWIND $streams AS stream
     CALL (stream) {
       MATCH (d:TlDecided {stream: stream}) USING INDEX d:TlDecided(stream, decisions) WHERE d.decisions > 0
       RETURN d ORDER BY d.stream DESC, d.decisions DESC LIMIT 1
     }
     RETURN stream, d.decisions AS decisions, d.record AS record`,
    { streams: names.map(hashed) },
  );
  const states = new Map(
    rows.map(({ stream, decisions, record }) => [stream, { decisions, record: recordOf({ record }) }]),
  );
  return names.map((name) => states.get(hashed(name)) ?? NO_DECISION);
}

const IS_BELIEVED = 'd._from <= $position AND (d._to IS NULL OR d._to > $position)';

export async function readDecided(
  database: Database,
  ids: readonly Urn[],
  at: ReadAt,
): Promise<(DecidedRecord | null)[]> {
  const seen = seenBy(at.viewer);
  const rows = await database.read<{ record: string }>(
    `UNWIND $ids AS id MATCH (d:TlDecided {id: id}) USING INDEX d:TlDecided(id, _from)
     WHERE ${IS_BELIEVED} ${isSeen(seen.and('d.about'))} RETURN d.record AS record`,
    { ids: [...new Set(ids)], position: int(at.position), ...seen.parameters },
  );
  const records = new Map(rows.map(recordOf).map((record) => [record.id, record]));
  return ids.map((id) => records.get(id) ?? null);
}

export async function readDecidedOn(
  database: Database,
  scopes: readonly DecidedScope[],
  query: DecidedQuery,
  at: ReadAt,
): Promise<DecidedPage[]> {
  return Promise.all(scopes.map((scope) => readPage(database, scope, query, at)));
}

async function readPage(
  database: Database,
  scope: DecidedScope,
  { kind, open, first, after }: DecidedQuery,
  at: ReadAt,
): Promise<DecidedPage> {
  const seen = seenBy(at.viewer);
  const isOpen = at.asOf === null ? 'd.until IS NULL' : 'd.since <= $asOf AND (d.until IS NULL OR d.until > $asOf)';
  const openness = open === null ? '' : `AND ${open ? '' : 'NOT '}(${isOpen})`;
  const within =
    scope === 'ALL'
      ? 'MATCH (d:TlDecided {kind: $kind}) USING INDEX d:TlDecided(kind, since) WHERE d.since IS NOT NULL'
      : scope === 'NOTHING'
        ? 'MATCH (d:TlDecided {kind: $kind}) USING INDEX d:TlDecided(kind, since) WHERE d.since IS NOT NULL AND d.about IS NULL'
        : `UNWIND $about AS about MATCH (d:TlDecided {about: about, kind: $kind})
           USING INDEX d:TlDecided(about, kind, since) WHERE d.since IS NOT NULL`;
  const fitting = `${within} AND ${IS_BELIEVED} ${openness} ${isSeen(seen.and('d.about'))}`;
  const rows = await database.read<{ total: number; records: readonly string[] }>(
    `CALL () {
       ${fitting} ${after === null ? '' : 'AND (d.since < $since OR (d.since = $since AND d.id < $id))'}
       WITH d ORDER BY d.since DESC, d.id DESC LIMIT $limit
       RETURN collect(d.record) AS records
     }
     CALL () { ${fitting} RETURN count(*) AS total }
     RETURN records, total`,
    {
      ...{ kind, about: typeof scope === 'string' ? null : [...new Set(scope)], position: int(at.position) },
      ...{ asOf: intOrNull(at.asOf), since: intOrNull(after?.[0] ?? null), id: after?.[1] ?? null },
      ...{ limit: int(first + 1), ...seen.parameters },
    },
  );
  const { records = [], total = 0 } = rows[0] ?? {};
  const items = records.slice(0, first).map((record) => recordOf({ record }));
  return { items, hasNext: records.length > first, total };
}

/** What is about nothing that is known is hidden from nobody. */
function isSeen(condition: string): string {
  return condition === '' ? '' : `AND (d.about IS NULL OR (true ${condition}))`;
}

function recordOf({ record }: { readonly record: string }): DecidedRecord {
  return JSON.parse(record) as DecidedRecord;
}
