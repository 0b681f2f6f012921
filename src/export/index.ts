import 'reflect-metadata';
import type { RequestContext } from '../domains/kind/context.ts';
import { formatPosition, positionOf } from '../kernel/cursor.ts';
import { csv } from './csv.ts';
import { written } from './format.ts';
import { exportImpact } from './impact.ts';
import { json } from './json.ts';
import { exportLineage } from './lineage.ts';
import { exportLog } from './log.ts';
import { choiceOf, type Query } from './parameters.ts';
import type { Table } from './table.ts';

export type { Query } from './parameters.ts';

/** Tables that are exported, by the name that stands in their path. */
const TABLES = { lineage: exportLineage, impact: exportImpact };
const FORMATS = { csv, json };

export const exportNames = [...Object.keys(TABLES), 'log'] as readonly ExportName[];
export type ExportName = keyof typeof TABLES | 'log';

/** An answer before its first row is made. */
export interface Export {
  /** Of the file that it makes. */
  readonly file: string;
  /** Content-Type. */
  readonly type: string;
  /** The position that all of it stands at. */
  readonly position: string;
  /** How honest an answer it is; null of the log, of which it is all. */
  readonly honesty: Pick<Table, 'answer' | 'total'> | null;
  /** Its text in pieces; rows are read and written as far as they are asked for. */
  text(): AsyncIterableIterator<string>;
}

/** @throws BAD_USER_INPUT, BEFORE_HISTORY or NOT_FOUND naming the parameter */
export async function createExport(name: ExportName, query: Query, context: RequestContext): Promise<Export> {
  if (name === 'log') {
    const position = positionOf(context.services.reader.log(), formatPosition(context.at.position));
    const text = exportLog(query, context);
    return { file: 'log.ndjson', type: 'application/x-ndjson; charset=utf-8', position, honesty: null, text };
  }
  const format = choiceOf(query, 'format', Object.keys(FORMATS) as (keyof typeof FORMATS)[]) ?? 'csv';
  const table = await TABLES[name](query, context);
  return {
    file: `${name}-${table.name}.${format}`,
    type: FORMATS[format].type,
    position: table.answer.watermark,
    honesty: table,
    text: () => written(table, FORMATS[format]),
  };
}
