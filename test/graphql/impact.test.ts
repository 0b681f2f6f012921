import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGraph } from '../../src/graphql/index.ts';
import { costOf } from '../../src/graphql/limits.ts';
import { parse } from 'graphql';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const urn = (kind: string, name: string) => `urn:throughline:${kind}:shop:${encodeURIComponent(name)}`;
const ORDERS = urn('dataset', 'orders');
const KPIS = Array.from({ length: 25 }, (_, index) => urn('business-kpi', `k${String(index).padStart(2, '0')}`));
const CHURN = urn('business-kpi', 'churn');
const SALES = urn('business-kpi', 'sales');
const LIVE = urn('deployment', 'live');
const TRY = urn('deployment', 'try');
const at = '2026-01-01T00:00:00Z';

const relation = (type: string, from: string, to: string, props = {}, since = at) => ({
  ...{ fact: 'relation', type, from, to, props, provenance: 'OBSERVED', source: 'test' },
  at: since,
});
const entity = (kind: string, name: string, props = {}) => ({
  ...{ fact: 'entity', kind, namespace: 'shop', name, props, at, source: 'test' },
});
const definition = (id: string, weight: number, validFrom: string, validTo: string | null = null) =>
  entity('BUSINESS_KPI', 'churn', { definitions: { id, weight, validFrom, validTo } });

const FACTS = [
  definition('first', 2, '2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z'),
  definition('second', 5, '2026-03-01T00:00:00Z', '2027-01-01T00:00:00Z'),
  entity('PERSON', 'ann', { active: false }),
  relation('READ_BY', ORDERS, urn('job', 'train')),
  relation('CONTAINS', urn('dataset', 'daily'), urn('field', 'daily#sum')),
  relation('CONTAINS', ORDERS, urn('field', 'orders#amount')),
  relation('DERIVES', urn('field', 'orders#amount'), urn('field', 'daily#sum'), { confidence: 0.8 }),
  relation('MEASURES', urn('field', 'daily#sum'), SALES),
  relation('USED_BY', ORDERS, urn('experiment-run', 'r')),
  relation('PRODUCED', urn('experiment-run', 'r'), urn('model-version', 'm@1')),
  relation('RELEASED_TO', urn('model-version', 'm@1'), LIVE, { id: 'r1', stage: 'PRODUCTION', trafficShare: 0.9 }),
  relation('RELEASED_TO', urn('model-version', 'm@1'), TRY, { id: 'r2', stage: 'CANARY', trafficShare: 0.1 }),
  relation('AFFECTS', LIVE, CHURN, { confidence: 0.5 }),
  relation('OWNS', urn('team', 'growth'), CHURN),
  relation('OWNS', urn('team', 'growth'), TRY),
  relation('OWNS', urn('person', 'ann'), LIVE),
  relation('OWNS', urn('person', 'ann'), ORDERS),
  relation('OWNS', urn('team', 'warehouse'), urn('dataset', 'daily')),
  ...KPIS.map((kpi) => relation('MEASURES', urn('dataset', 'hub'), kpi)),
];

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await applyFacts(server, FACTS);
});
afterAll(() => server[Symbol.asyncDispose]());

async function impact(selection: string, of: string, moment: object | null = null): Promise<Record<string, unknown>> {
  const document = `query ($of: [ID!]!, $at: Moment) { impact(of: $of, at: $at) { ${selection} } }`;
  const answer = await server.query<{ impact: Record<string, unknown> }>(document, { of: [of], at: moment });
  return answer.impact;
}

const KPI_RISK = 'kpis { nodes { kpi { id } risk parts { weight confidence stageShare } } }';

test('a KPI’s risk is its weight times what its surest path carries', async () => {
  const selection = `kpis { total { value exact } nodes { kpi { id definition { id } } risk
    parts { weight confidence stageShare } shortestPathCount { value exact }
    path { length nodes { depth id entity { kind } } links { from to type grain confidence sources } } } }`;
  expect(await impact(selection, ORDERS, { asOf: '2026-04-01T00:00:00Z' })).toEqual({
    kpis: {
      total: { value: 1, exact: true },
      nodes: [
        {
          kpi: { id: CHURN, definition: { id: 'second' } },
          // 5 × 0.5 × 0.9
          risk: 2.25,
          parts: { weight: 5, confidence: 0.5, stageShare: 0.9 },
          shortestPathCount: { value: 1, exact: true },
          path: {
            length: 4,
            nodes: [
              { depth: 0, id: ORDERS, entity: { kind: 'DATASET' } },
              { depth: 1, id: urn('experiment-run', 'r'), entity: { kind: 'EXPERIMENT_RUN' } },
              { depth: 2, id: urn('model-version', 'm@1'), entity: { kind: 'MODEL_VERSION' } },
              { depth: 3, id: LIVE, entity: { kind: 'DEPLOYMENT' } },
              { depth: 4, id: CHURN, entity: { kind: 'BUSINESS_KPI' } },
            ],
            links: [
              { ...link(ORDERS, urn('experiment-run', 'r'), 'USED_BY') },
              { ...link(urn('experiment-run', 'r'), urn('model-version', 'm@1'), 'PRODUCED') },
              { ...link(urn('model-version', 'm@1'), LIVE, 'RELEASED_TO') },
              { ...link(LIVE, CHURN, 'AFFECTS'), confidence: 0.5 },
            ],
          },
        },
      ],
    },
  });
});

function link(from: string, to: string, type: string) {
  return { from, to, type, grain: 'TABLE', confidence: 1, sources: ['test'] };
}

test('the weight is that of the definition in force then; where none is, 1 counts and null is told', async () => {
  const risk = async (asOf: string) => impact(KPI_RISK, ORDERS, { asOf });
  expect(await risk('2026-02-01T00:00:00Z')).toMatchObject({ kpis: { nodes: [{ risk: 0.9, parts: { weight: 2 } }] } });
  expect(await risk('2027-02-01T00:00:00Z')).toMatchObject({
    kpis: { nodes: [{ risk: 0.45, parts: { weight: null } }] },
  });
});

test('deployments are told by risk, their own stage included', async () => {
  expect(await impact('deployments { nodes { deployment { id } risk path { length } } }', ORDERS)).toEqual({
    deployments: {
      nodes: [
        { deployment: { id: LIVE }, risk: 0.9, path: { length: 3 } },
        { deployment: { id: TRY }, risk: 0.1, path: { length: 3 } },
      ],
    },
  });
});

test('owners are told of what of the affected they own; who has left is one, who owns the start alone is not', async () => {
  const owners = 'owners { total { value } nodes { owner { kind name } ownsCount { value } owns { id } } }';
  expect(await impact(owners, ORDERS)).toEqual({
    owners: {
      total: { value: 2 },
      nodes: [
        { owner: { kind: 'PERSON', name: 'ann' }, ownsCount: { value: 1 }, owns: [{ id: LIVE }] },
        { owner: { kind: 'TEAM', name: 'growth' }, ownsCount: { value: 2 }, owns: [{ id: CHURN }, { id: TRY }] },
      ],
    },
  });
  expect(await impact(owners, urn('field', 'orders#amount'))).toMatchObject({
    owners: { nodes: [{ owner: { name: 'warehouse' }, owns: [{ id: urn('field', 'daily#sum') }] }, {}, {}] },
  });
});

test('what is affected is counted by kind, without the start', async () => {
  expect(await impact('counts { kind count } answer { limitHit staleLinks }', ORDERS)).toEqual({
    counts: [
      { kind: 'JOB', count: 1 },
      { kind: 'EXPERIMENT_RUN', count: 1 },
      { kind: 'MODEL_VERSION', count: 1 },
      { kind: 'DEPLOYMENT', count: 2 },
      { kind: 'BUSINESS_KPI', count: 1 },
    ],
    answer: { limitHit: null, staleLinks: 0 },
  });
});

test('a start that was not true yet affects nothing', async () => {
  const counts = await impact('counts { kind } kpis { nodes { risk } }', ORDERS, { asOf: '2025-01-01T00:00:00Z' });
  expect(counts).toEqual({ counts: [], kpis: { nodes: [] } });
});

test('pages go on as the first one stood, whatever is written meanwhile', async () => {
  const hub = urn('dataset', 'hub');
  const document = `query ($of: [ID!]!, $after: PageCursor) { impact(of: $of) { kpis(first: 10, after: $after) {
    total { value } nodes { kpi { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } } }`;
  interface Page {
    total: { value: number };
    nodes: { kpi: { id: string } }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
  }
  const pages: Page[] = [];
  for (let after: string | null = null; ;) {
    const { impact: answer }: { impact: { kpis: Page } } = await server.query(document, { of: [hub], after });
    pages.push(answer.kpis);
    if (!answer.kpis.pageInfo.hasNextPage) break;
    after = answer.kpis.pageInfo.endCursor;
    await applyFacts(server, [relation('MEASURES', hub, urn('business-kpi', `a${pages.length}`))]);
  }
  expect(pages.flatMap(({ nodes }) => nodes.map(({ kpi }) => kpi.id))).toEqual(KPIS);
  expect(pages.map(({ total }) => total.value)).toEqual([25, 25, 25]);
  expect(pages.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual([false, true, true]);
});

test('every entity tells its impact, at the moment that it was read at', async () => {
  const document = `query ($id: ID!, $at: Moment) { entity(id: $id, at: $at) { impact { ${KPI_RISK} counts { kind } } } }`;
  const at2 = { asOf: '2026-02-01T00:00:00Z' };
  const { entity: found } = await server.query<{ entity: unknown }>(document, { id: LIVE, at: at2 });
  expect(found).toEqual({
    impact: {
      kpis: { nodes: [{ kpi: { id: CHURN }, risk: 0.9, parts: { weight: 2, confidence: 0.5, stageShare: 0.9 } }] },
      counts: [{ kind: 'BUSINESS_KPI' }],
    },
  });
});

test.each([
  ['an unknown start', [urn('dataset', 'nowhere')], {}, 'NOT_FOUND', 'of'],
  ['no URN', [ORDERS, 'nonsense'], {}, 'BAD_USER_INPUT', 'of[1]'],
  ['too many starts', Array.from({ length: 1_001 }, () => ORDERS), {}, 'BAD_USER_INPUT', 'of'],
  ['a page that is too large', [ORDERS], { first: 1_001 }, 'BAD_USER_INPUT', 'first'],
  ['a cursor of something else', [ORDERS], { after: 'x' }, 'BAD_USER_INPUT', 'after'],
])('%s is refused', async (_name, of, { first, after }: { first?: number; after?: string }, code, argument) => {
  const document = `query ($of: [ID!]!, $first: Int, $after: PageCursor) {
    impact(of: $of) { kpis(first: $first, after: $after) { nodes { risk } } } }`;
  const { errors } = await server.answer(document, { of, first: first ?? 10, after: after ?? null });
  expect(errors?.[0]?.extensions).toEqual({ code, argument });
});

test('an unknown start is named', async () => {
  const { errors } = await server.answer(`{ impact(of: ["${urn('dataset', 'nowhere')}"]) { counts { count } } }`);
  expect(errors?.[0]?.message).toContain(urn('dataset', 'nowhere'));
});

test('an impact has its price, so that few of them are asked for in one operation', () => {
  const schema = buildGraph();
  const cost = (document: string) => costOf(schema, parse(document), null, {});
  expect(cost('{ datasets(first: 1000) { nodes { impact { counts { count } } } } }')).toBeGreaterThan(500_000);
  expect(cost('{ impact(of: []) { counts { count } } }')).toBeGreaterThan(500);
  const starts = Array.from({ length: 1_000 }, () => ORDERS);
  expect(cost(`{ impact(of: ${JSON.stringify(starts)}) { counts { count } } }`)).toBeLessThan(2_000);
});
