import { NO_DECISION, type DecidedRecord, type StreamState } from '../../kernel/decision.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { WriteSet } from '../claims/write-set.ts';
import type { DecidedPage, DecidedQuery, DecidedScope, ReadAt } from '../ports.ts';
import { int, type Database, type Parameters } from './database.ts';
import { grouped, hashed } from './rows.ts';
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

/** Scopes of one form, which are most often all, are one statement. */
export async function readDecidedOn(
  database: Database,
  scopes: readonly DecidedScope[],
  query: DecidedQuery,
  at: ReadAt,
): Promise<DecidedPage[]> {
  const forms = grouped(scopes, (scope) => (typeof scope === 'string' ? scope : 'ABOUT'));
  const pages = new Map<DecidedScope, DecidedPage>();
  await Promise.all(
    [...forms].map(async ([form, same]) => {
      const read = await readPages(database, form, same, query, at);
      for (const [index, scope] of same.entries()) pages.set(scope, read[index]!);
    }),
  );
  return scopes.map((scope) => pages.get(scope)!);
}

const WITHIN = {
  ABOUT: `UNWIND $scopes[nth] AS about MATCH (d:TlDecided {about: about, kind: $kind})
    USING INDEX d:TlDecided(about, kind, since) WHERE d.since IS NOT NULL`,
  ALL: 'MATCH (d:TlDecided {kind: $kind}) USING INDEX d:TlDecided(kind, since) WHERE d.since IS NOT NULL',
  NOTHING:
    'MATCH (d:TlDecided {kind: $kind}) USING INDEX d:TlDecided(kind, since) WHERE d.since IS NOT NULL AND d.about IS NULL',
} as const;

async function readPages(
  database: Database,
  form: keyof typeof WITHIN,
  scopes: readonly DecidedScope[],
  { kind, open, first, after }: DecidedQuery,
  at: ReadAt,
): Promise<DecidedPage[]> {
  const seen = seenBy(at.viewer);
  const isOpen = at.asOf === null ? 'd.until IS NULL' : 'd.since <= $asOf AND (d.until IS NULL OR d.until > $asOf)';
  const openness = open === null ? '' : `AND ${open ? '' : 'NOT '}(${isOpen})`;
  const fitting = `${WITHIN[form]} AND ${IS_BELIEVED} ${openness} ${isSeen(seen.and('d.about'))}`;
  const rows = await database.read<{ total: number; records: readonly string[] }>(
    `UNWIND range(0, size($scopes) - 1) AS nth
     CALL (nth) {
       ${fitting} ${after === null ? '' : 'AND (d.since < $since OR (d.since = $since AND d.id < $id))'}
       WITH d ORDER BY d.since DESC, d.id DESC LIMIT $limit
       RETURN collect(d.record) AS records
     }
     CALL (nth) { ${fitting} RETURN count(*) AS total }
     RETURN records, total ORDER BY nth`,
    {
      ...{ kind, scopes: scopes.map((scope) => (typeof scope === 'string' ? [] : [...new Set(scope)])) },
      ...{ position: int(at.position), asOf: intOrNull(at.asOf) },
      ...{ since: intOrNull(after?.[0] ?? null), id: after?.[1] ?? null, limit: int(first + 1), ...seen.parameters },
    },
  );
  return rows.map(({ records, total }) => {
    const items = records.slice(0, first).map((record) => recordOf({ record }));
    return { items, hasNext: records.length > first, total };
  });
}

/** What is about nothing that is known is hidden from nobody. */
function isSeen(condition: string): string {
  return condition === '' ? '' : `AND (d.about IS NULL OR (true ${condition}))`;
}

function recordOf({ record }: { readonly record: string }): DecidedRecord {
  return JSON.parse(record) as DecidedRecord;
}
