import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { deploymentColumns, kpiColumns, ownerColumns } from '../../src/export/impact-columns.ts';
import { createExport, type ExportName } from '../../src/export/index.ts';
import { linkColumns, nodeColumns } from '../../src/export/lineage-columns.ts';
import { honestyHeaders } from '../../src/server/honesty-headers.ts';

const page = readFileSync(new URL('../../docs/export.md', import.meta.url), 'utf8');

/** The rows of the table behind a text, below its head. */
function rowsBehind(text: string): string[][] {
  const [table = ''] = /\|(?:.*\n\|)*.*/.exec(page.slice(page.indexOf(text) + text.length)) ?? [];
  const [, , ...rows] = table.split('\n').map((row) => row.split('|').slice(1, -1));
  return rows.map((row) => row.map((cell) => cell.trim()));
}

test.each(Object.entries({ nodes: nodeColumns, links: linkColumns, kpis: kpiColumns, deployments: deploymentColumns }))(
  'docs/export.md lists the columns of %s in their order',
  (name, columns) => {
    expect(rowsBehind(`### ${name}\n`)).toEqual(columns.map((column) => [column.name, column.about]));
  },
);

test('docs/export.md lists the columns of owners in their order', () => {
  expect(rowsBehind('### owners\n')).toEqual(ownerColumns.map((column) => [column.name, column.about]));
});

test('docs/export.md lists the parameters that are taken, and no other', async () => {
  const listed = rowsBehind('is not left out in silence.').map(([name = '', of]) => ({ of, name: name.slice(1, -1) }));
  const taken = async (name: ExportName) => {
    const refusal: unknown = await createExport(name, { nope: '' }, null as never).catch((error: unknown) => error);
    const [, names = ''] = /parameters (.*);/.exec((refusal as Error).message) ?? [];
    return new Set(names.split(', '));
  };
  expect(await taken('lineage')).toEqual(new Set(listed.map(({ name }) => name)));
  expect(await taken('impact')).toEqual(new Set(listed.filter(({ of }) => of === 'both').map(({ name }) => name)));
});

test('docs/export.md lists the headers that say how honest an answer is', () => {
  const moment = { asOf: 0, knownAt: 0, position: 'p' } as never;
  const answer = {
    watermark: 'p',
    moment,
    limitHit: 'TIME',
    hidden: { disclosure: 'COUNT', present: true, count: 3 },
    staleLinks: 2,
  };
  const headers = honestyHeaders(answer, { value: 7, exact: false });
  expect(rowsBehind('## Is it all').map(([name = '']) => name.replaceAll('`', ''))).toEqual(Object.keys(headers));
  expect(headers).toMatchObject({
    'x-throughline-limit-hit': 'TIME',
    'x-throughline-stale-links': '2',
    'x-throughline-hidden': 'COUNT 3',
    'x-throughline-total': '7',
  });
});
