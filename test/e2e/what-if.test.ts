import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const urn = (kind: string, name: string) => `urn:throughline:${kind}:shop:${encodeURIComponent(name)}`;
const at = '2026-01-01T00:00:00Z';
const relation = (type: string, from: string, to: string, props = {}) => ({
  ...{ fact: 'relation', type, from, to, props, provenance: 'OBSERVED', source: 'test', at },
});
const AMOUNT = urn('field', 'orders#amount');
const EVIL = 'a|b`c<script>\n## d';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await applyFacts(server, [
    relation('CONTAINS', urn('dataset', 'orders'), AMOUNT),
    relation('DERIVES', AMOUNT, urn('field', EVIL)),
    relation('MEASURES', urn('field', EVIL), urn('business-kpi', 'revenue')),
    relation('OWNS', urn('team', 'growth'), urn('business-kpi', 'revenue')),
  ]);
});
afterAll(() => server[Symbol.asyncDispose]());

const DROP = { changes: [{ dropField: { field: AMOUNT } }] };

async function ask(body: unknown, headers: Record<string, string> = {}) {
  const response = await server.post('/api/v1/what-if', body, headers);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

test('answers JSON as GraphQL answers it, and says where it stands', async () => {
  const { status, headers, text } = await ask(DROP);
  expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  const report = JSON.parse(text) as { answer: { watermark: string } };
  const selection = `verdict outcomes { reasons { type count } } consumers { total { value } nodes { consumer { id } sourcesLeft } }
    impact { kpis { nodes { kpi { id } risk path { length nodes { id } } } } owners { nodes { owner { name } owns { id } } } }
    answer { watermark limitHit staleLinks }`;
  const document = `query ($changes: [WhatIfChange!]!) { whatIf(changes: $changes) { ${selection} } }`;
  expect(report).toMatchObject((await server.query<{ whatIf: object }>(document, DROP)).whatIf);
  expect(report).toMatchObject({ verdict: 'BREAKS', affected: { total: { value: 2 } } });
  expect(headers.get('x-throughline-verdict')).toBe('BREAKS');
  expect(headers.get('x-throughline-position')).toBe(report.answer.watermark);
});

test('answers Markdown to who prefers it, with names that are inert', async () => {
  const { status, headers, text } = await ask(DROP, { accept: 'text/markdown, application/json;q=0.5' });
  expect([status, headers.get('content-type')]).toEqual([200, 'text/markdown; charset=utf-8']);
  expect(headers.get('x-throughline-verdict')).toBe('BREAKS');
  const evil = '<code>a&#124;b&#96;c&#60;script&#62;&#65533;&#35;&#35;&#32;d</code>';
  expect(text).toContain(`| \`revenue\` | 1 | \`orders#amount\` → ${evil} → \`revenue\` |`);
  expect(text).toContain('| `growth` | `revenue` |');
  expect(text.match(/^#+ .*/gm)).toEqual([
    ...['## What if: BREAKS', '### KPIs at risk (1)', '### Whom to tell (1)', '### Has to change (1)'],
    '### What is not known',
  ]);
});

test.each([
  ['*/*', 'application/json'],
  ['text/html, */*;q=0.1', 'application/json'],
  ['text/*', 'text/markdown'],
  ['TEXT/Markdown;q=0.9, application/json;q=0.8', 'text/markdown'],
  ['application/json;q=0, */*', 'text/markdown'],
  ['', 'application/json'],
])('to Accept %j it answers %s', async (accept, type) => {
  expect((await ask(DROP, { accept })).headers.get('content-type')).toBe(`${type}; charset=utf-8`);
});

test('stands at the moment that is asked for, and at the position', async () => {
  const before = await ask({ ...DROP, at: { asOf: '2026-01-02T00:00:00Z' } });
  expect(JSON.parse(before.text)).toMatchObject({ answer: { moment: { asOf: '2026-01-02T00:00:00.000000Z' } } });
  const position = Buffer.from('["p",99999999]').toString('base64url');
  expect(await ask(DROP, { 'x-throughline-position': position })).toMatchObject({ status: 504 });
});

test('writes nothing', async () => {
  const head = await server.services.store.log.head();
  await ask(DROP);
  await ask(DROP, { accept: 'text/markdown' });
  expect(await server.services.store.log.head()).toEqual(head);
});

describe('what is wrong is refused by the name of its place', () => {
  test.each<readonly [string, unknown, number, string, string]>([
    ['a body that is none', '', 400, 'BAD_USER_INPUT', ''],
    ['no JSON', '{', 400, 'BAD_USER_INPUT', ''],
    ['a list', [], 400, 'BAD_USER_INPUT', 'body'],
    ['nothing', {}, 400, 'BAD_USER_INPUT', 'changes'],
    ['what there is not', { ...DROP, change: {} }, 400, 'BAD_USER_INPUT', 'change'],
    ['a change that there is not', { changes: [{ dropColumn: {} }] }, 400, 'BAD_USER_INPUT', 'changes[0]'],
    ['no field', { changes: [{ dropField: {} }] }, 400, 'BAD_USER_INPUT', 'changes[0].dropField'],
    ['a number', { changes: [{ dropField: { field: {} } }] }, 400, 'BAD_USER_INPUT', 'changes[0].dropField.field'],
    ['no time', { ...DROP, at: { asOf: 'yesterday' } }, 400, 'BAD_USER_INPUT', 'at.asOf'],
    [
      'two in one',
      { changes: [{ ...DROP.changes[0], retireDataset: { dataset: urn('dataset', 'orders') } }] },
      400,
      'BAD_USER_INPUT',
      'changes[0]',
    ],
    ['no changes', { changes: [] }, 400, 'BAD_USER_INPUT', 'changes'],
    [
      'what nobody named',
      { changes: [{ dropField: { field: urn('field', 'x#y') } }] },
      404,
      'NOT_FOUND',
      'changes[0].dropField.field',
    ],
    ['before the log', { ...DROP, at: { knownAt: '2001-01-01T00:00:00Z' } }, 400, 'BEFORE_HISTORY', 'at.knownAt'],
  ])('%s', async (_name, body, status, code, argument) => {
    const answer = await ask(body, { accept: 'text/markdown' });
    const { errors } = JSON.parse(answer.text) as { errors: object[] };
    const expected = { code, message: expect.stringMatching(/\w/), ...(argument === '' ? {} : { argument }) };
    expect([answer.status, errors]).toEqual([status, [expected]]);
    expect(answer.headers.get('x-throughline-verdict')).toBeNull();
  });

  test('another type, another way, and who takes neither', async () => {
    expect(await ask(DROP, { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
    expect(await ask(DROP, { accept: 'image/png' })).toMatchObject({ status: 406 });
    expect((await fetch(`${server.url}/api/v1/what-if`)).status).toBe(404);
  });
});
