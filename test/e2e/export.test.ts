import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCsv } from '../kit/csv.ts';
import { getExport, type Parameters } from '../kit/export.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const ORDERS = 'urn:throughline:dataset:postgres%3A%2F%2Fshop-db%3A5432:shop.orders';
const COUPON = `${ORDERS.replace('dataset', 'field')}%23coupon_code`;
const RETENTION = 'urn:throughline:business-kpi:growth:customer-retention';
const NOBODY = 'urn:throughline:dataset:no:where';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ THROUGHLINE_SEED: 'demo' });
});
afterAll(() => server[Symbol.asyncDispose]());

function get(name: string, parameters: Parameters, init: RequestInit = {}, on = server): Promise<Response> {
  return getExport(on.url, name, parameters, init);
}

interface Answered {
  readonly answer: { readonly watermark: string; readonly limitHit: string | null };
  readonly total: { readonly value: number; readonly exact: boolean };
  readonly [rows: string]: unknown;
}

async function getJson(name: string, parameters: Parameters, on = server): Promise<Answered> {
  const response = await get(name, { ...parameters, format: 'json' }, {}, on);
  expect(response.status).toBe(200);
  return (await response.json()) as Answered;
}

/** The answer of GraphQL, from which the export may not differ. */
async function asked(field: string, args: string, selection: string): Promise<Record<string, unknown>> {
  const document = `{ ${field}(${args}) { ${selection} answer { limitHit staleLinks hidden { disclosure count } } } }`;
  return (await server.query<Record<string, Record<string, unknown>>>(document))[field]!;
}

const WALKS: readonly (readonly [string, Parameters, string])[] = [
  ['down', { of: ORDERS, direction: 'DOWNSTREAM' }, `of: ["${ORDERS}"], direction: DOWNSTREAM`],
  [
    'up and down from two, to a depth',
    { of: [ORDERS, RETENTION], direction: 'BOTH', depth: '2' },
    `of: ["${ORDERS}", "${RETENTION}"], direction: BOTH, depth: 2`,
  ],
  [
    'to some kinds',
    { of: ORDERS, direction: 'DOWNSTREAM', kinds: ['BUSINESS_KPI', 'DEPLOYMENT'] },
    `of: ["${ORDERS}"], direction: DOWNSTREAM, filter: { kinds: [BUSINESS_KPI, DEPLOYMENT] }`,
  ],
  [
    'through some relationships, observed and fresh',
    {
      ...{ of: ORDERS, direction: 'DOWNSTREAM', through: ['READ_BY', 'WRITES'] },
      ...{ provenance: 'OBSERVED', includeStale: 'false' },
    },
    `of: ["${ORDERS}"], direction: DOWNSTREAM,
      filter: { through: [READ_BY, WRITES], provenance: [OBSERVED], includeStale: false }`,
  ],
  [
    'of a column, at the time when it was there',
    { of: COUPON, direction: 'DOWNSTREAM', asOf: '2026-11-09T00:00:00Z' },
    `of: ["${COUPON}"], direction: DOWNSTREAM, at: { asOf: "2026-11-09T00:00:00Z" }`,
  ],
  [
    'from what was not there yet',
    { of: ORDERS, direction: 'DOWNSTREAM', asOf: '2020-01-01T00:00:00Z' },
    `of: ["${ORDERS}"], direction: DOWNSTREAM, at: { asOf: "2020-01-01T00:00:00Z" }`,
  ],
];

describe('lineage is what GraphQL answers', () => {
  test.each(WALKS)('the nodes %s', async (_name, parameters, args) => {
    const expected = await asked(
      'lineage',
      `${args}, first: 500`,
      `total { value exact } nodes { depth entity { id kind namespace name description tags described createdAt updatedAt
        retiredAt owners(first: 100) { id } } }`,
    );
    const found = await getJson('lineage', parameters);
    expect(found['nodes']).toEqual(
      (expected['nodes'] as { depth: number; entity: { owners: { id: string }[] } }[]).map(({ depth, entity }) => ({
        ...{ ...entity, depth },
        owners: entity.owners.map(({ id }) => id),
      })),
    );
    expect(found.total).toEqual(expected['total']);
    expect(found.answer).toMatchObject(expected['answer'] as object);
  });

  test.each(WALKS)('the links %s', async (_name, parameters, args) => {
    const expected = await asked(
      'lineage',
      `${args}, first: 500`,
      'links { from to type hops grain provenance confidence stale validFrom validTo lastSeen sources }',
    );
    const found = await getJson('lineage', { ...parameters, what: 'links' });
    expect(found['links']).toEqual(expected['links']);
    expect(found.total.value).toBe((expected['links'] as unknown[]).length);
    expect(found.answer).toMatchObject(expected['answer'] as object);
  });
});

describe('impact is what GraphQL answers', () => {
  const ofOrders = `of: ["${ORDERS}"], at: { asOf: "2026-11-20T12:00:00Z" }`;
  const parameters = { of: ORDERS, asOf: '2026-11-20T12:00:00Z' };

  test('kpis', async () => {
    const { kpis } = (await asked(
      'impact',
      ofOrders,
      `kpis { total { value exact } nodes { kpi { id namespace name } risk parts { weight confidence stageShare }
        path { length nodes { id } } shortestPathCount { value } } }`,
    )) as { kpis: { total: object; nodes: Record<string, unknown>[] } };
    const found = await getJson('impact', parameters);
    const flat = kpis.nodes.map(({ kpi, risk, parts, path, shortestPathCount }) => ({
      ...{ ...(kpi as object), risk, ...(parts as object), ...flatPath(path) },
      shortestPathCount: (shortestPathCount as { value: number }).value,
    }));
    expect(flat.length).toBeGreaterThan(1);
    expect(found['kpis']).toEqual(flat);
    expect(found.total).toEqual(kpis.total);
  });

  test('deployments', async () => {
    const { deployments } = (await asked(
      'impact',
      ofOrders,
      'deployments { nodes { deployment { id namespace name } risk path { length nodes { id } } } }',
    )) as { deployments: { nodes: Record<string, unknown>[] } };
    const flat = deployments.nodes.map(({ deployment, risk, path }) => ({
      ...{ ...(deployment as object), risk, ...flatPath(path) },
    }));
    expect(flat.length).toBeGreaterThan(1);
    expect((await getJson('impact', { ...parameters, what: 'deployments' }))['deployments']).toEqual(flat);
  });

  test('owners', async () => {
    const { owners, answer } = (await asked(
      'impact',
      ofOrders,
      'owners { nodes { owner { id kind namespace name } ownsCount { value } owns { id } } }',
    )) as { owners: { nodes: Record<string, unknown>[] }; answer: object };
    const flat = owners.nodes.map(({ owner, ownsCount, owns }) => ({
      ...(owner as object),
      ownsCount: (ownsCount as { value: number }).value,
      owns: (owns as { id: string }[]).map(({ id }) => id),
    }));
    expect(flat.length).toBeGreaterThan(1);
    const found = await getJson('impact', { ...parameters, what: 'owners' });
    expect(found['owners']).toEqual(flat);
    expect(found.answer).toMatchObject(answer);
  });

  function flatPath(path: unknown): object {
    const { length, nodes } = path as { length: number; nodes: { id: string }[] };
    return { length, path: nodes.map(({ id }) => id) };
  }
});

describe('CSV', () => {
  test.each([
    ['lineage', 'nodes', { direction: 'DOWNSTREAM' }],
    ['lineage', 'links', { direction: 'DOWNSTREAM' }],
    ['impact', 'kpis', {}],
    ['impact', 'deployments', {}],
    ['impact', 'owners', {}],
  ])('of %s has the %s of JSON, and how honest it is in its headers', async (name, what, more) => {
    const parameters = { of: ORDERS, asOf: '2026-11-20T12:00:00Z', what, ...more };
    const response = await get(name, parameters);
    const [columns, ...rows] = readCsv(await response.text());
    const { answer, total, [what]: items } = await getJson(name, parameters);
    expect(columns).toEqual(Object.keys((items as object[])[0]!));
    expect(rows).toEqual((items as object[]).map((item) => Object.entries(item).map(asCell)));
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${name}-${what}.csv"`,
      'x-throughline-position': answer.watermark,
      'x-throughline-as-of': '2026-11-20T12:00:00.000000Z',
      'x-throughline-known-at': expect.stringMatching(/Z$/),
      'x-throughline-limit-hit': 'none',
      'x-throughline-stale-links': '0',
      'x-throughline-hidden': 'NONE',
      'x-throughline-total': String(total.value),
    });
    expect(rows).toHaveLength(total.value);
  });

  const ID_LISTS = ['owners', 'owns', 'path'];

  function asCell([name, value]: [string, unknown]): string {
    if (!Array.isArray(value)) return String(value ?? '');
    if (ID_LISTS.includes(name)) return value.join(' ');
    return value.length === 0 ? '' : JSON.stringify(value);
  }

  test('texts of any kind come through, but what a spreadsheet would run is led by an apostrophe', async () => {
    await using scratch = await startServer();
    const texts = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1', 'a "b", c\r\nd', ' x', 'naïve ∑ 🙂', "'=1"];
    const claim = { fact: 'entity', kind: 'DATASET', namespace: '=n', at: '2026-01-01T00:00:00Z', source: 's' };
    const facts = texts.map((description, index) => ({
      ...claim,
      name: `d${index}`,
      props: { description, tags: ['=t'] },
    }));
    await scratch.query('mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { applied } }', { facts });
    const of = texts.map((_, index) => `urn:throughline:dataset:%3Dn:d${index}`);
    const parameters = { of, direction: 'UPSTREAM' };
    const response = await get('lineage', parameters, {}, scratch);
    const [columns = [], ...rows] = readCsv(await response.text());
    const at = (row: string[], name: string) => row[columns.indexOf(name)]!;
    const told = new Map(rows.map((row) => [at(row, 'id'), at(row, 'description')]));
    expect(of.map((id) => told.get(id))).toEqual([
      ...["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\tx", "'\rx", "'＝1"],
      ...['a "b", c\r\nd', ' x', 'naïve ∑ 🙂', "'=1"],
    ]);
    expect(new Set(rows.map((row) => at(row, 'namespace')))).toEqual(new Set(["'=n"]));
    expect(new Set(rows.map((row) => at(row, 'tags')))).toEqual(new Set(['["=t"]']));
    const { nodes } = await getJson('lineage', parameters, scratch);
    const stored = new Map((nodes as { id: string; description: string }[]).map((node) => [node.id, node.description]));
    expect(of.map((id) => stored.get(id))).toEqual(texts);
  });
});

test('a depth that cut it short is told in both formats', async () => {
  const parameters = { of: ORDERS, direction: 'DOWNSTREAM', depth: '1' };
  const { answer, total } = await getJson('lineage', parameters);
  expect([answer.limitHit, total.exact]).toEqual(['DEPTH', true]);
  expect((await get('lineage', parameters)).headers.get('x-throughline-limit-hit')).toBe('DEPTH');
});

test('HEAD answers with the headers alone', async () => {
  const parameters = { of: ORDERS, direction: 'DOWNSTREAM' };
  const [head, whole] = [await get('lineage', parameters, { method: 'HEAD' }), await get('lineage', parameters)];
  expect([head.status, await head.text()]).toEqual([200, '']);
  for (const header of ['x-throughline-total', 'x-throughline-limit-hit', 'x-throughline-position', 'content-type']) {
    expect([header, head.headers.get(header)]).toEqual([header, whole.headers.get(header)]);
  }
  expect((await get('lineage', { of: NOBODY, direction: 'UPSTREAM' }, { method: 'HEAD' })).status).toBe(404);
});

test('what was written is seen at the position that the write gave', async () => {
  const document = `mutation { upsertDataset(input: { namespace: "n", name: "written" }) { position } }`;
  const { upsertDataset } = await server.query<{ upsertDataset: { position: string } }>(document);
  const headers = { 'x-throughline-position': upsertDataset.position };
  const response = await get(
    'lineage',
    { of: 'urn:throughline:dataset:n:written', direction: 'UPSTREAM' },
    { headers },
  );
  expect([response.status, response.headers.get('x-throughline-total')]).toEqual([200, '1']);
});
