import { NO_DECISION, type DecidedRecord, type StreamState } from '../../kernel/decision.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { DecidedPage, DecidedQuery, DecidedScope, ReadAt } from '../ports.ts';
import { inJson, type Connection, type SqlValue } from './database.ts';
import type { ReadFrom } from './reader.ts';

/** Where a stream stands as far as the connection sees. */
export function readStreamState(connection: Connection, name: string): StreamState {
  const row = connection.get<{ decisions: number; body: string }>(
    'SELECT decisions, body FROM decided WHERE stream = ? ORDER BY decisions DESC LIMIT 1',
    name,
  );
  return row === undefined ? NO_DECISION : { decisions: row.decisions, record: recordOf(row) };
}

export function readDecided({ connection }: ReadFrom, ids: readonly Urn[], at: ReadAt): (DecidedRecord | null)[] {
  const rows = connection.all<{ body: string }>(
    `SELECT body FROM decided WHERE ${inJson('id')} AND from_position <= ? AND to_position > ?
     ${connection.seenBy(at.viewer, 'about')}`,
    ...[JSON.stringify(ids), at.position, at.position],
  );
  const records = new Map(rows.map(recordOf).map((record) => [record.id, record]));
  return ids.map((id) => records.get(id) ?? null);
}

export function readDecidedOn(
  { connection }: ReadFrom,
  scopes: readonly DecidedScope[],
  { kind, open, first, after }: DecidedQuery,
  at: ReadAt,
): DecidedPage[] {
  const isOpen = openAt(at);
  return scopes.map((scope) => {
    const [within, scopeValues] = scopeClause(scope);
    const openness = open === null ? '' : `AND ${open ? '' : 'NOT '}(${isOpen.sql})`;
    const fitting = `${within} kind = ? AND from_position <= ? AND to_position > ? ${openness}
      ${connection.seenBy(at.viewer, 'about')}`;
    const openValues = open === null ? [] : isOpen.values;
    const values = [...scopeValues, kind, at.position, at.position, ...openValues];
    const behind = after === null ? '' : 'AND (since, id) < (?, ?)';
    const rows = connection.all<{ body: string }>(
      `SELECT body FROM decided WHERE ${fitting} ${behind} ORDER BY since DESC, id DESC LIMIT ?`,
      ...[...values, ...(after ?? []), first + 1],
    );
    const total = connection.get<{ total: number }>(
      `SELECT count(*) AS total FROM decided WHERE ${fitting}`,
      ...values,
    );
    return { items: rows.slice(0, first).map(recordOf), hasNext: rows.length > first, total: total?.total ?? 0 };
  });
}

function scopeClause(scope: DecidedScope): [sql: string, values: SqlValue[]] {
  if (scope === 'ALL') return ['', []];
  if (scope === 'NOTHING') return ['about IS NULL AND', []];
  return [`${inJson('about')} AND`, [JSON.stringify(scope)]];
}

/** Now it is open unless its end is known, also one that lies ahead; at another time, if it was then. */
function openAt({ asOf }: ReadAt): { readonly sql: string; readonly values: readonly SqlValue[] } {
  if (asOf === null) return { sql: 'until IS NULL', values: [] };
  return { sql: 'since <= ? AND (until IS NULL OR until > ?)', values: [asOf, asOf] };
}

function recordOf(row: { readonly body: string }): DecidedRecord {
  return JSON.parse(row.body) as DecidedRecord;
}
