import 'reflect-metadata';
import type { RequestContext } from '../domains/kind/context.ts';
import { csv } from './csv.ts';
import { written, type Format } from './format.ts';
import { exportImpact } from './impact.ts';
import { json } from './json.ts';
import { exportLineage } from './lineage.ts';
import { choiceOf, type Query } from './parameters.ts';
import type { Table } from './table.ts';

export type { Query } from './parameters.ts';

/** What is exported, by the name that stands in its path. */
const EXPORTS = { lineage: exportLineage, impact: exportImpact };
const FORMATS = { csv, json };

export const exportNames = Object.keys(EXPORTS) as readonly ExportName[];
export type ExportName = keyof typeof EXPORTS;
export type FormatName = keyof typeof FORMATS;

/** An answer before its first row is made. */
export interface Export extends Pick<Table, 'name' | 'answer' | 'total'> {
  readonly format: FormatName;
  readonly type: Format['type'];
  /** Its text in pieces; rows are read and written as far as they are asked for. */
  text(): AsyncIterableIterator<string>;
}

/** @throws BAD_USER_INPUT, BEFORE_HISTORY or NOT_FOUND naming the parameter */
export async function createExport(name: ExportName, query: Query, context: RequestContext): Promise<Export> {
  const format = choiceOf(query, 'format', Object.keys(FORMATS) as FormatName[]) ?? 'csv';
  const table = await EXPORTS[name](query, context);
  return { ...table, format, type: FORMATS[format].type, text: () => written(table, FORMATS[format]) };
}
