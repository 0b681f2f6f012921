import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatUrn } from '../../src/kernel/urn.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { callsOf } from '../kit/counting.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const claim = { at: '2026-01-01T00:00:00Z', source: 'test' };
const urn = (kind: string, name: string) => formatUrn(kind, 'shop', name);
const relation = (type: string, from: string, to: string, props: object = {}) => ({
  ...{ fact: 'relation', type, from, to, props, ...claim },
});
const kpi = (name: string, props: object, at = claim.at) => ({
  ...{ fact: 'entity', kind: 'BUSINESS_KPI', namespace: 'shop', name, props, ...claim, at },
});
const SINCE = '2026-01-01T00:00:00Z';

interface Page {
  readonly total: { readonly value: number; readonly exact: boolean };
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly nodes: readonly object[];
}

/** All pages of two, while facts come between them. */
async function paged(server: TestServer, field: string, nodes: string, meanwhile: (page: number) => object[]) {
  const document = `query ($after: PageCursor) { ${field}(first: 2, after: $after) { total { value exact }
    pageInfo { hasNextPage endCursor } nodes { ${nodes} } } }`;
  const pages: Page[] = [];
  for (let after: string | null = null; pages.length < 9;) {
    const page: Page = (await server.query<Record<string, Page>>(document, { after }))[field]!;
    pages.push(page);
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
    await applyFacts(server, meanwhile(pages.length));
  }
  return pages;
}

describe('models without a KPI', () => {
  let server: TestServer;
  const serves = (model: string, deployment: string, stage = 'PRODUCTION') => [
    relation('CONTAINS', urn('MODEL', model), urn('MODEL_VERSION', `${model}@1`)),
    relation('RELEASED_TO', urn('MODEL_VERSION', `${model}@1`), urn('DEPLOYMENT', deployment), { stage }),
  ];
  const affects = (deployment: string, of: string) =>
    relation('AFFECTS', urn('DEPLOYMENT', deployment), urn('BUSINESS_KPI', of));
  beforeAll(async () => {
    server = await startServer();
    const over = { id: '1', validFrom: SINCE, validTo: '2026-02-01T00:00:00Z' };
    await applyFacts(server, [
      kpi('defined', { definitions: { id: '1', validFrom: SINCE } }),
      kpi('over', { definitions: over }),
      kpi('to come', { definitions: { id: '1', validFrom: '2150-01-01T00:00:00Z' } }),
      ...serves('alone', 'nothing moved'),
      ...serves('outlived', 'old moves'),
      ...[affects('old moves', 'over'), affects('old moves', 'to come')],
      ...serves('undefined', 'early moves'),
      ...[affects('early moves', 'to come'), affects('early moves', 'unheard of')],
      ...serves('judged', 'all moved'),
      ...[affects('all moved', 'defined'), affects('all moved', 'over')],
      ...serves('judged in part', 'all moved'),
      ...serves('judged in part', 'nothing moved'),
      kpi('gone', { definitions: { id: '1', validFrom: SINCE } }),
      { fact: 'retire', of: { id: urn('BUSINESS_KPI', 'gone') }, ...claim, at: '2026-01-02T00:00:00Z' },
      ...[...serves('orphaned', 'gone moves'), affects('gone moves', 'gone')],
      ...serves('staged', 'staging', 'STAGING'),
      relation('RELEASED_TO', urn('CONFIG_VERSION', 'rules@1'), urn('DEPLOYMENT', 'rules'), { stage: 'PRODUCTION' }),
    ]);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const NODES = 'model { name } releases { reason kpis { name } release { version { name } deployment { name } } }';

  test('each is told with the releases that nothing judges, and why; pages go on where they stood', async () => {
    const pages = await paged(server, 'modelsWithoutKpi', NODES, (page) => serves(`later ${page}`, 'nothing moved'));
    const node = (model: string, reason: string, deployment: string, kpis: string[]) => ({
      model: { name: model },
      releases: [
        {
          ...{ reason, kpis: kpis.map((name) => ({ name })) },
          release: { version: { name: `${model}@1` }, deployment: { name: deployment } },
        },
      ],
    });
    expect(pages.map(({ total }) => total)).toEqual(pages.map(() => ({ value: 5, exact: true })));
    expect(pages.flatMap(({ nodes }) => nodes)).toEqual([
      node('alone', 'NO_KPI', 'nothing moved', []),
      node('judged in part', 'NO_KPI', 'nothing moved', []),
      node('orphaned', 'NO_KPI', 'gone moves', []),
      node('outlived', 'DEFINITION_OVER', 'old moves', ['over', 'to come']),
      node('undefined', 'NO_DEFINITION', 'early moves', ['to come', 'unheard of']),
    ]);
  });

  test('many take as many reads as few', async () => {
    const document = `{ modelsWithoutKpi(first: 1000) { nodes { ${NODES} } } }`;
    const calls = ['find', 'related', 'related', 'related'];
    expect(await callsOf(server, document)).toEqual(calls);
    await applyFacts(
      server,
      Array.from({ length: 60 }, (_, index) => [
        ...serves(`m${index}`, `d${index}`),
        affects(`d${index}`, 'over'),
      ]).flat(),
    );
    expect(await callsOf(server, document)).toEqual(calls);
  });
});

describe('KPIs below target', () => {
  let server: TestServer;
  const value = (of: string, number: number, at = '2026-03-02T00:00:00Z') => ({
    ...{ fact: 'observe', of: urn('BUSINESS_KPI', of), metric: 'kpi', key: at, value: number, at, source: 'test' },
  });
  const aimed = (name: string, direction: string | null, target: number, ...values: number[]) => [
    kpi(name, {
      definitions: { id: '1', ...(direction && { direction }), validFrom: SINCE },
      targets: { id: '1', value: target, validFrom: SINCE },
    }),
    ...values.map((each, index) => value(name, each, `2026-03-0${index + 1}T00:00:00Z`)),
  ];
  beforeAll(async () => {
    server = await startServer();
    await applyFacts(server, [
      ...aimed('revenue', 'HIGHER_IS_BETTER', 100, 120, 90),
      ...aimed('loss', 'LOWER_IS_BETTER', 10, 5, 15),
      ...aimed('margin', 'HIGHER_IS_BETTER', -5, -6),
      // Met, at last; or just so.
      ...aimed('growing', 'HIGHER_IS_BETTER', 100, 90, 120),
      ...aimed('shrinking', 'LOWER_IS_BETTER', 10, 10),
      // Nobody says which way is better, or what is to be reached, or was measured.
      ...aimed('aimless', null, 100, 90),
      ...aimed('unmeasured', 'HIGHER_IS_BETTER', 100),
      kpi('untargeted', { definitions: { id: '1', direction: 'HIGHER_IS_BETTER', validFrom: SINCE } }),
      value('untargeted', 1),
      ...aimed('retargeted', 'HIGHER_IS_BETTER', 100, 90),
      kpi('retargeted', { targets: { id: '2', value: 80, validFrom: '2026-04-01T00:00:00Z' } }, '2026-01-02T00:00:00Z'),
      // It came to mean something else since.
      ...aimed('redefined', 'HIGHER_IS_BETTER', 100, 90),
      kpi(
        'redefined',
        { definitions: { id: '2', direction: 'HIGHER_IS_BETTER', validFrom: '2026-04-01T00:00:00Z' } },
        '2026-01-02T00:00:00Z',
      ),
      relation('AFFECTS', urn('DEPLOYMENT', 'search'), urn('BUSINESS_KPI', 'revenue')),
      relation('AFFECTS', urn('DEPLOYMENT', 'basket'), urn('BUSINESS_KPI', 'orders')),
      relation('AFFECTS', urn('DEPLOYMENT', 'apart'), urn('BUSINESS_KPI', 'group')),
      relation('ROLLS_UP_TO', urn('BUSINESS_KPI', 'orders'), urn('BUSINESS_KPI', 'revenue')),
      relation('ROLLS_UP_TO', urn('BUSINESS_KPI', 'revenue'), urn('BUSINESS_KPI', 'group')),
      relation('RELEASED_TO', urn('MODEL_VERSION', 'm@1'), urn('DEPLOYMENT', 'search'), { stage: 'PRODUCTION' }),
    ]);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const NODES = `kpi { name } value { value definition { id } } target { value } gap
    deployments { name serving { version { name } } }`;

  test('those that miss it by most are first, with who affects them; pages go on where they stood', async () => {
    const pages = await paged(server, 'kpisBelowTarget', NODES, (page) =>
      aimed(`later ${page}`, 'HIGHER_IS_BETTER', 100, 1),
    );
    const node = (name: string, told: number, target: number, gap: number, deployments: object[] = []) => ({
      ...{
        kpi: { name },
        value: { value: told, definition: { id: '1' } },
        target: { value: target },
        gap,
        deployments,
      },
    });
    expect(pages.map(({ total }) => total)).toEqual(pages.map(() => ({ value: 3, exact: true })));
    expect(pages.flatMap(({ nodes }) => nodes)).toEqual([
      node('loss', 15, 10, 5),
      node('margin', -6, -5, 1),
      node('revenue', 90, 100, 10, [
        { name: 'search', serving: [{ version: { name: 'm@1' } }] },
        { name: 'basket', serving: [] },
      ]),
    ]);
  });

  test('many take as many reads as few', async () => {
    const document = `{ kpisBelowTarget(first: 1000) { nodes { ${NODES} } } }`;
    const calls = ['find', 'observations', 'records', 'related'];
    expect(await callsOf(server, document)).toEqual(calls);
    await applyFacts(
      server,
      Array.from({ length: 60 }, (_, index) => [
        ...aimed(`k${index}`, 'LOWER_IS_BETTER', 1, 2),
        relation('AFFECTS', urn('DEPLOYMENT', `d${index}`), urn('BUSINESS_KPI', `k${index}`)),
      ]).flat(),
    );
    expect(await callsOf(server, document)).toEqual(calls);
  });
});
