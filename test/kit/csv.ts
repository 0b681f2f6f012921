/**
 * Reads what RFC 4180 allows and nothing else: lines end with CRLF, the last one too, and quotes stand around whole cells.
 * @throws Error where the text is no such CSV, or a row has another number of cells than the first
 */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (match === null) throw new Error(`no CSV from ${at} on: ${text.slice(at, at + 80)}`);
    rows.at(-1)!.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    if (match[3] !== ',') rows.push([]);
  }
  if (rows.pop()!.length > 0) throw new Error('the last line has no end');
  const odd = rows.find((row) => row.length !== rows[0]!.length);
  if (odd !== undefined) throw new Error(`a row of ${odd.length} cells: ${odd.join(',')}`);
  return rows;
}
