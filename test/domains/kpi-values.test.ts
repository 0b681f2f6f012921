import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const KPI = 'urn:throughline:business-kpi:shop:revenue';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  const claim = { fact: 'entity', kind: 'BUSINESS_KPI', namespace: 'shop', at: '2026-01-01T00:00:00Z', source: 'test' };
  const old = { id: 'old', unit: 'EUR', validFrom: '2026-01-01T00:00:00Z' };
  const next = { id: 'next', unit: 'EUR a day', validFrom: '2026-03-01T00:00:00Z' };
  await applyFacts(server, [
    { ...claim, name: 'revenue', props: { definitions: old } },
    { ...claim, name: 'revenue', props: { definitions: next } },
    ...['many', 'corrected', 'wrong'].map((name) => ({ ...claim, name })),
  ]);
});
afterAll(() => server[Symbol.asyncDispose]());

const RECORD = `mutation ($input: RecordKpiObservationsInput!) { recordKpiObservations(input: $input) {
  recorded unchanged refusals { index path code message } refused { code path message } } }`;

const VALUES = `query ($id: ID!, $segment: String, $arm: String, $parts: Boolean, $since: DateTime, $until: DateTime,
    $first: Int, $after: PageCursor, $at: Moment) {
  entity(id: $id, at: $at) { ... on BusinessKpi { current { at value }
    observations(segment: $segment, arm: $arm, parts: $parts, since: $since, until: $until, first: $first, after: $after) {
      total { value exact } pageInfo { hasNextPage endCursor }
      nodes { at value n variance segment arm revision source definition { id } } } } } }`;

interface Node {
  readonly at: string;
  readonly value: number;
  readonly revision: number;
  readonly definition: { readonly id: string } | null;
}
interface Values {
  readonly current: { readonly value: number } | null;
  readonly observations: {
    readonly total: object;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    readonly nodes: readonly Node[];
  };
}

async function record(id: string, observations: readonly object[], more: object = {}) {
  const told = await server.query<{ recordKpiObservations: Record<string, unknown> }>(RECORD, {
    input: { kpi: id, observations, ...more },
  });
  return told.recordKpiObservations;
}

async function values(id: string, variables: object = {}): Promise<Values> {
  return (await server.query<{ entity: Values }>(VALUES, { id, ...variables })).entity;
}

const day = (month: string, of = 1) => `2026-${month}-${String(of).padStart(2, '0')}T00:00:00Z`;

test('values are told with what the KPI meant then, those of parts apart from those of the whole', async () => {
  const said = [
    { at: day('02', 27), value: 10 },
    { at: day('03', 2), value: 12, n: 40, variance: 2.5 },
    { at: day('03', 2), value: 13, segment: 'DE' },
    { at: day('03', 2), value: 14, segment: 'DE', arm: 'treatment', n: 20, variance: 3 },
    { at: day('03', 2), value: 11, arm: 'control', n: 20, variance: 2 },
  ];
  expect(await record(KPI, said)).toMatchObject({ recorded: 5, unchanged: 0, refusals: [], refused: null });
  const whole = await values(KPI);
  expect(whole).toMatchObject({
    current: { value: 12 },
    observations: {
      total: { value: 2, exact: true },
      nodes: [
        { value: 12, n: 40, variance: 2.5, segment: null, arm: null, source: 'api', definition: { id: 'next' } },
        { value: 10, n: null, definition: { id: 'old' } },
      ],
    },
  });
  const of = async (variables: object) =>
    (await values(KPI, variables)).observations.nodes.map(({ value }) => value).sort((a, b) => a - b);
  expect(await of({ parts: true })).toEqual([11, 13, 14]);
  expect(await of({ segment: 'DE' })).toEqual([13, 14]);
  expect(await of({ arm: 'control' })).toEqual([11]);
  expect(await of({ segment: 'DE', arm: 'treatment' })).toEqual([14]);
  expect(await of({ segment: 'FR' })).toEqual([]);
  expect(await of({ since: day('03', 2) })).toEqual([12]);
  expect(await of({ until: day('03', 2) })).toEqual([10]);
  expect(await of({ at: { asOf: day('03', 1) } })).toEqual([10]);
});

test('the same again changes nothing; another value of the same time corrects it, and can be looked behind', async () => {
  const id = 'urn:throughline:business-kpi:shop:corrected';
  const said = { at: day('04'), value: 1, arm: 'a' };
  expect(await record(id, [said])).toMatchObject({ recorded: 1 });
  expect(await record(id, [said, said])).toMatchObject({ recorded: 0, unchanged: 2 });
  const knownAt = new Date().toISOString();
  expect(await record(id, [{ ...said, value: 2 }], { source: 'finance' })).toMatchObject({ recorded: 1, unchanged: 0 });
  expect(await record(id, [said])).toMatchObject({ recorded: 1, unchanged: 0 });
  const now = await values(id, { parts: true });
  expect(now.observations).toMatchObject({ total: { value: 1 }, nodes: [{ value: 1, revision: 2 }] });
  const then = await values(id, { parts: true, at: { knownAt } });
  expect(then.observations.nodes).toMatchObject([{ value: 1, revision: 0 }]);
});

test('what other sources observe under keys of their own is the same value', async () => {
  const id = 'urn:throughline:business-kpi:shop:from-facts';
  const about = { fact: 'observe', of: id, metric: 'kpi', at: day('05'), source: 'dbt' };
  await applyFacts(server, [
    { fact: 'entity', kind: 'BUSINESS_KPI', namespace: 'shop', name: 'from-facts', at: day('01'), source: 'test' },
    { ...about, key: '2026-05-01', value: 7 },
    { ...about, key: 'a text', value: 'no number', at: day('05', 2) },
  ]);
  expect(await record(id, [{ at: day('05'), value: 8 }])).toMatchObject({ recorded: 1 });
  expect(await values(id)).toMatchObject({
    observations: { total: { value: 1 }, nodes: [{ value: 8, revision: 1, source: 'api' }] },
  });
});

test('thousands are taken at once, and paged without a gap while others come', async () => {
  const id = 'urn:throughline:business-kpi:shop:many';
  const start = Date.parse('2020-01-01T00:00:00Z');
  const said = Array.from({ length: 6_000 }, (_, hour) => ({
    at: new Date(start + hour * 3_600_000).toISOString(),
    value: hour,
  }));
  expect(await record(id, said)).toMatchObject({ recorded: 6_000 });
  const seen: number[] = [];
  let after: string | null = null;
  do {
    const { observations } = await values(id, { first: 1_000, after });
    expect(observations.total).toEqual({ value: 6_000, exact: true });
    seen.push(...observations.nodes.map(({ value }) => value));
    after = observations.pageInfo.hasNextPage ? observations.pageInfo.endCursor : null;
    if (after !== null) await record(id, [{ at: new Date(start - seen.length).toISOString(), value: -1 }]);
  } while (after !== null);
  expect(seen).toEqual(said.map(({ value }) => value).reverse());
});

test('what is wrong is named by its place, and all else is taken', async () => {
  const id = 'urn:throughline:business-kpi:shop:wrong';
  const good = { at: day('06'), value: 1 };
  const told = await record(id, [
    { at: 'yesterday', value: 1 },
    { ...good, n: 0 },
    { ...good, variance: -1 },
    { ...good, arm: '' },
    { ...good, segment: 'x'.repeat(201) },
    { ...good, at: new Date(Date.now() + 2 * 86_400_000).toISOString() },
    good,
  ]);
  expect(told).toMatchObject({ recorded: 1, refused: null });
  const refusals = told['refusals'] as { index: number; path: string; code: string }[];
  expect(refusals.map(({ index, path, code }) => `${index} ${path} ${code}`)).toEqual([
    '0 at BAD_USER_INPUT',
    '1 n BAD_USER_INPUT',
    '2 variance BAD_USER_INPUT',
    '3 arm BAD_USER_INPUT',
    '4 segment BAD_USER_INPUT',
    '5 at BAD_USER_INPUT',
  ]);
});

test('values of another unit than that of the definition in force then are refused', async () => {
  const said = [
    { at: day('02', 3), value: 1 },
    { at: day('03', 3), value: 1 },
  ];
  const told = await record(KPI, said, { unit: 'EUR a day' });
  const message = 'unit: expected EUR, by the definition in force at 2026-02-03T00:00:00Z; came EUR a day';
  expect(told).toMatchObject({ recorded: 1, refusals: [{ index: 0, path: 'unit', code: 'CONFLICT', message }] });
});

test.each([
  ['no URN', 'revenue', {}, 'input.kpi', 'BAD_USER_INPUT'],
  ['another kind', 'urn:throughline:dataset:shop:orders', {}, 'input.kpi', 'BAD_USER_INPUT'],
  ['nothing known', 'urn:throughline:business-kpi:shop:none', {}, 'input.kpi', 'NOT_FOUND'],
  ['no source', KPI, { source: '' }, 'input.source', 'BAD_USER_INPUT'],
])('values of %s are refused as a whole', async (_name, id, more, path, code) => {
  const told = await record(id, [{ at: day('07'), value: 1 }], more);
  expect(told).toMatchObject({ recorded: 0, refused: { path, code } });
});
