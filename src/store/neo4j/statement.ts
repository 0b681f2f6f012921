import { int, type Parameters } from './database.ts';

export interface Statement {
  readonly cypher: string;
  readonly parameters: Parameters;
}

/** One statement for all rows; none where there are no rows. */
export function forEachRow(rows: readonly Parameters[], cypher: string): Statement[] {
  return rows.length === 0 ? [] : [{ cypher: `UNWIND $rows AS row ${cypher}`, parameters: { rows } }];
}

/** Null stands for a property that is not there. */
export function intOrNull(value: number | null): unknown {
  return value === null ? null : int(value);
}
