import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGraph } from '../../src/graphql/index.ts';
import { costOf } from '../../src/graphql/limits.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const urn = (kind: string, name: string) => `urn:throughline:${kind}:shop:${encodeURIComponent(name)}`;
const RAW = urn('dataset', 'raw');
const JOB = urn('job', 'load');
const MART = urn('dataset', 'mart');
const KPI = urn('business-kpi', 'sales');
const LIVE = urn('deployment', 'live');
const NEXT = urn('model-version', 'm@2');
const ANN = urn('person', 'ann');
const day = (number: number, time = '12:00:00') => `2026-01-${String(number).padStart(2, '0')}T${time}Z`;
const claim = (number: number) => ({ at: day(number), source: 'test' });
const entity = (number: number, kind: string, name: string, props = {}) => ({
  ...{ fact: 'entity', kind, namespace: 'shop', name, props, ...claim(number) },
});
const relation = (number: number, type: string, from: string, to: string, props = {}) => ({
  ...{ fact: 'relation', type, from, to, props, provenance: 'OBSERVED', ...claim(number) },
});
const columns = (number: number, ...names: string[]) => ({
  ...{ fact: 'set', of: RAW, type: 'CONTAINS', ...claim(number) },
  members: names.map((name) => urn('field', `raw#${name}`)),
});
const observe = (number: number, of: string, metric: string, value: unknown) => ({
  ...{ fact: 'observe', of, metric, key: `${number}`, value, ...claim(number) },
});

const FACTS = [
  ...[entity(1, 'DATASET', 'raw'), entity(1, 'JOB', 'load', { sql: 'select a' }), entity(1, 'DATASET', 'mart')],
  ...[entity(1, 'BUSINESS_KPI', 'sales'), entity(1, 'PERSON', 'ann', { active: true })],
  ...[relation(1, 'READ_BY', RAW, JOB), relation(1, 'WRITES', JOB, MART), relation(1, 'MEASURES', MART, KPI)],
  ...[relation(1, 'OWNS', ANN, MART), relation(1, 'AFFECTS', LIVE, KPI, { confidence: 0.5 }), columns(1, 'a', 'b')],
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((number) => observe(number, MART, 'row_count', 100)),
  columns(18, 'b'),
  observe(19, JOB, 'run', { eventType: 'FAIL', eventTime: day(19) }),
  observe(19, MART, 'row_count', 50),
  relation(20, 'RELEASED_TO', NEXT, LIVE, { id: 'r1', stage: 'CANARY', trafficShare: 0.1 }),
  entity(20, 'DATASET', 'mart', { description: 'Told anew.' }),
  entity(21, 'PERSON', 'ann', { active: false }),
];

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await applyFacts(server, FACTS);
});
afterAll(() => server[Symbol.asyncDispose]());

const DOCUMENT = `query ($of: ID!, $since: DateTime!, $until: DateTime, $first: Int = 20) {
  rootCauses(of: $of, since: $since, until: $until, first: $first) {
    causes {
      entity { id } kind at score parts { weight extent recency surety coverage origin }
      changes { type at entity { id } } path { length nodes { id } links { type } }
    }
    total { value exact } examined answer { limitHit moment { asOf } }
  }
}`;
interface Causes {
  causes: { entity: { id: string }; kind: string; score: number; parts: Record<string, number> }[];
  examined: number;
}

async function ask(variables: object): Promise<Causes> {
  const asked = { of: KPI, since: day(12), until: day(22), ...variables };
  const { rootCauses } = await server.query<{ rootCauses: Causes }>(DOCUMENT, asked);
  return rootCauses;
}

test('what changed upstream is told, the likeliest cause first, with its parts, its changes and the way from it', async () => {
  const found = await ask({});
  expect(found.causes.map(({ entity: { id }, kind }) => [id, kind])).toEqual([
    [RAW, 'SCHEMA_CHANGED'],
    [JOB, 'RUN_FAILED'],
    [MART, 'OWNER_LEFT'],
    [NEXT, 'RELEASED'],
  ]);
  for (const { score, parts } of found.causes) {
    expect(Object.values(parts).reduce((product, part) => product * part)).toBeCloseTo(score, 5);
  }
  expect(found).toMatchObject({
    total: { value: 4, exact: true },
    examined: 6,
    answer: { limitHit: null, moment: { asOf: '2026-01-22T12:00:00.000000Z' } },
    causes: [
      {
        at: '2026-01-18T12:00:00.000000Z',
        changes: [{ type: 'SCHEMA_CHANGED', entity: { id: RAW } }],
        path: {
          length: 3,
          nodes: [RAW, JOB, MART, KPI].map((id) => ({ id })),
          links: [{ type: 'READ_BY' }, { type: 'WRITES' }, { type: 'MEASURES' }],
        },
      },
      { changes: [{ type: 'OBSERVED' }] },
      {
        changes: [
          { type: 'OBSERVED', entity: { id: MART } },
          { type: 'CHANGED', entity: { id: ANN } },
        ],
      },
      {},
    ],
  });
});

test('a deployment and a dataset can be asked about; the latter’s own measurements are its symptom', async () => {
  expect((await ask({ of: LIVE })).causes.map(({ kind }) => kind)).toEqual(['RELEASED']);
  const kinds = (await ask({ of: MART })).causes.map(({ entity: { id }, kind }) => [id, kind]);
  expect(kinds).toEqual(
    expect.arrayContaining([
      [MART, 'OWNER_LEFT'],
      [RAW, 'SCHEMA_CHANGED'],
    ]),
  );
});

test('only what happened in the window counts; at its end, and not what came upstream later', async () => {
  const [only, ...others] = (await ask({ until: day(18) })).causes;
  expect([only?.entity.id, others]).toEqual([RAW, []]);
  expect((await ask({ since: day(18, '12:00:01'), until: day(18, '13:00:00') })).causes).toEqual([]);
});

test('an absent end is now; what was not there yet has no causes', async () => {
  expect((await ask({ until: null })).causes).toHaveLength(4);
  expect(await ask({ since: '2025-01-01T00:00:00Z', until: '2025-02-01T00:00:00Z' })).toMatchObject({
    ...{ causes: [], examined: 0 },
  });
});

test('as many as were asked for are told', async () => {
  expect(await ask({ first: 1 })).toMatchObject({ causes: [{ entity: { id: RAW } }], total: { value: 4 } });
});

test.each([
  ['an unknown entity', { of: urn('dataset', 'nowhere') }, 'NOT_FOUND', 'of'],
  ['a text that is no URN', { of: 'mart' }, 'BAD_USER_INPUT', 'of'],
  ['a time that is none', { since: 'yesterday' }, 'BAD_USER_INPUT', 'since'],
  ['an end before the beginning', { until: day(11) }, 'BAD_USER_INPUT', 'until'],
  ['a window that has not come', { since: '2199-01-01T00:00:00Z', until: null }, 'BAD_USER_INPUT', 'since'],
  ['an end that has not come', { until: '2199-01-01T00:00:00Z' }, 'BAD_USER_INPUT', 'until'],
  ['no causes at all', { first: 0 }, 'BAD_USER_INPUT', 'first'],
  ['more than a page', { first: 1_001 }, 'BAD_USER_INPUT', 'first'],
])('%s is refused by name', async (_name, wrong, code, argument) => {
  const { errors } = await server.answer(DOCUMENT, { of: KPI, since: day(12), until: day(22), ...wrong });
  expect(errors?.map(({ extensions }) => extensions)).toMatchObject([{ code, argument }]);
});

// 500 for the walk; each cause, and its score.
test('it is priced by how many causes it may tell', () => {
  const cost = (first: number) =>
    costOf(
      buildGraph(),
      parse(`{ rootCauses(of: "${KPI}", since: "${day(1)}", first: ${first}) { causes { score } } }`),
      null,
      {},
    );
  expect([cost(10), cost(1_000)]).toEqual([520, 2_500]);
});
