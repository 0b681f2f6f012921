import { stringify } from 'csv-stringify/sync';
import type { Format } from './format.ts';
import type { Cell, Table } from './table.ts';

/** RFC 4180, one header line. What a spreadsheet would run as a formula is led by an apostrophe. */
export const csv: Format = {
  type: 'text/csv; charset=utf-8; header=present',
  head: ({ columns }) => lines([columns.map(({ name }) => name)]),
  rows: ({ columns }, rows) => lines(rows.map((row) => row.map((cell, index) => textOf(cell, columns[index])))),
  tail: () => '',
};

function lines(rows: readonly (readonly (string | null)[])[]): string {
  return stringify(rows as string[][], {
    record_delimiter: '\r\n',
    // A lone CR or LF ends a line for many readers, too.
    quote_record_delimiter: true,
    escape_formulas: true,
  });
}

/** Ids are apart by a space, as none has one in it; other texts may hold anything, so a list of them is JSON. */
function textOf(cell: Cell, column: Table['columns'][number] | undefined): string | null {
  if (cell === null || typeof cell === 'string') return cell;
  if (typeof cell !== 'object') return String(cell);
  if (column?.ids === true) return cell.join(' ');
  return cell.length === 0 ? null : JSON.stringify(cell);
}
