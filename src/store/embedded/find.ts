import type { Json } from '../../kernel/json.ts';
import { parseTime } from '../../kernel/time.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import type { Condition, FindPage, FindQuery, ReadAt } from '../ports.ts';
import type { Connection, SqlValue } from './database.ts';
import type { ReadFrom } from './reader.ts';
import { RECORD_COLUMNS, recordOf, type RecordRow } from './rows.ts';
import { propertyPath } from './schema.ts';

const COLUMNS: Readonly<Record<string, string>> = {
  id: 'id',
  namespace: 'namespace',
  name: 'name',
  described: 'described',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
};

interface Clause {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** A page of one kind, by keyset: what is written meanwhile makes no record skip or repeat. */
export function find({ connection, ontology }: ReadFrom, query: FindQuery, at: ReadAt): FindPage {
  const order = [...query.order, { field: 'id', descending: false }].map(({ field, descending }) => ({
    path: fieldPath(field, query.kind, ontology),
    mayBeNull: !Object.hasOwn(COLUMNS, field),
    descending,
  }));
  const fitting = and([
    { sql: 'kind = ?', values: [query.kind] },
    { sql: 'from_position <= ? AND to_position > ?', values: [at.position, at.position] },
    ...query.where.map((condition) => conditionClause(condition, query.kind, ontology)),
    { sql: `TRUE ${connection.seenBy(at.viewer, 'id')}`, values: [] },
  ]);
  const page = query.after === null ? fitting : and([fitting, afterClause(order, query.after)]);
  const keys = order.map(({ path }, index) => `${path} AS key_${index}`).join(', ');
  const by = order.map(({ path, mayBeNull, descending }) => {
    const direction = `${path} ${descending ? 'DESC' : 'ASC'}`;
    // To say it of what is never null would keep the order of an index from being used.
    return mayBeNull ? `${direction} NULLS LAST` : direction;
  });
  const rows = connection.all<RecordRow & Record<string, Json>>(
    `SELECT ${RECORD_COLUMNS}, ${keys} FROM record WHERE ${page.sql} ORDER BY ${by.join(', ')} LIMIT ?`,
    ...page.values,
    query.first + 1,
  );
  const shown = rows.slice(0, query.first);
  return {
    records: shown.map(recordOf),
    keys: shown.map((row) => order.map((_, index) => row[`key_${index}`] ?? null)),
    hasNext: rows.length > query.first,
    total: query.count ? count(connection, fitting) : null,
  };
}

function count(connection: Connection, { sql, values }: Clause): number {
  const row = connection.get<{ total: number }>(`SELECT count(*) AS total FROM record WHERE ${sql}`, ...values);
  return row?.total ?? 0;
}

/** The expression for a field. Fields were checked against the ontology before: an unknown one is a fault of ours. */
function fieldPath(field: string, kind: string, ontology: Ontology): string {
  const column = COLUMNS[field];
  if (column !== undefined) return column;
  if (!Object.hasOwn(ontology.attributes(kind), field)) throw new Error(`${kind} has no field ${field}.`);
  return propertyPath(field);
}

function conditionClause({ field, operator, value }: Condition, kind: string, ontology: Ontology): Clause {
  if (field === 'retired') return { sql: `retired_at IS ${value === true ? 'NOT ' : ''}NULL`, values: [] };
  const path = fieldPath(field, kind, ontology);
  const isTimeColumn = path === 'created_at' || path === 'updated_at';
  const bound = (each: Json): SqlValue => (isTimeColumn ? parseTime(String(each)) : scalar(each));
  switch (operator) {
    case 'eq':
      return { sql: `${path} = ?`, values: [bound(value)] };
    case 'in':
      return { sql: `${path} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(value)] };
    case 'contains':
      return { sql: `instr(${path}, ?) > 0`, values: [bound(value)] };
    case 'startsWith':
      return { sql: `substr(${path}, 1, length(?)) = ?`, values: [bound(value), bound(value)] };
    case 'has':
      return { sql: `EXISTS (SELECT 1 FROM json_each(${path}) WHERE json_each.value = ?)`, values: [bound(value)] };
    case 'present':
      return { sql: `${path} IS ${value === true ? 'NOT ' : ''}NULL`, values: [] };
    default:
      return { sql: `${path} ${COMPARISONS[operator]} ?`, values: [bound(value)] };
  }
}

const COMPARISONS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** What sorts behind the key: nulls come last, whichever way a field is ordered. */
function afterClause(
  order: readonly { readonly path: string; readonly mayBeNull: boolean; readonly descending: boolean }[],
  key: readonly Json[],
): Clause {
  const alternatives: Clause[] = order.map(({ path, mayBeNull, descending }, index) => {
    const equal = order.slice(0, index).map(({ path: before }, place) => ({
      sql: `${before} IS ?`,
      values: [scalar(key[place] ?? null)],
    }));
    const value = scalar(key[index] ?? null);
    const behind: Clause =
      value === null
        ? { sql: 'FALSE', values: [] }
        : { sql: `(${path} ${descending ? '<' : '>'} ?${mayBeNull ? ` OR ${path} IS NULL` : ''})`, values: [value] };
    return and([...equal, behind]);
  });
  return {
    sql: `(${alternatives.map((clause) => `(${clause.sql})`).join(' OR ')})`,
    values: alternatives.flatMap((clause) => clause.values),
  };
}

function and(clauses: readonly Clause[]): Clause {
  return {
    sql: clauses.map((clause) => clause.sql).join(' AND '),
    values: clauses.flatMap((clause) => clause.values),
  };
}

function scalar(value: Json): SqlValue {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  return JSON.stringify(value);
}
