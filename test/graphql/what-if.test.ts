import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const urn = (kind: string, name: string) => `urn:throughline:${kind}:shop:${encodeURIComponent(name)}`;
const at = '2026-01-01T00:00:00Z';
const relation = (type: string, from: string, to: string, props = {}) => ({
  ...{ fact: 'relation', type, from, to, props, provenance: 'OBSERVED', source: 'test', at },
});
const entity = (kind: string, name: string, props = {}) => ({
  ...{ fact: 'entity', kind, namespace: 'shop', name, props, at, source: 'test' },
});

const ORDERS = urn('dataset', 'orders');
const AMOUNT = urn('field', 'orders#amount');
const STATUS = urn('field', 'orders#status');
const SUM = urn('field', 'daily#sum');
const VIEW = urn('feature-view', 'basket');
const LIVE = urn('deployment', 'live');
const SALES = urn('business-kpi', 'sales');
const MARGIN = urn('business-kpi', 'margin');

const DEFINITION = { formula: 'orders paid', unit: 'EUR', direction: 'HIGHER_IS_BETTER' };
const FACTS = [
  entity('FIELD', 'orders#amount', { dataType: 'int4' }),
  relation('CONTAINS', ORDERS, AMOUNT),
  relation('CONTAINS', ORDERS, STATUS),
  relation('CONTAINS', urn('dataset', 'daily'), SUM),
  relation('READ_BY', ORDERS, urn('job', 'report'), { columns: 'OPAQUE' }),
  relation('READ_BY', ORDERS, urn('job', 'roll'), { columns: 'KNOWN' }),
  entity('JOB', 'roll', { sourceCodeUrl: 'https://git.test/roll.sql', sourceCodeVersion: 'abc' }),
  relation('DERIVES', AMOUNT, SUM, { job: urn('job', 'roll') }),
  relation('SUPPLIES', SUM, urn('feature', 'basket#mean')),
  relation('CONTAINS', VIEW, urn('feature', 'basket#mean')),
  relation('SERVES', urn('feature', 'basket#mean'), LIVE),
  relation('USED_BY', VIEW, urn('experiment-run', 'r')),
  relation('PRODUCED', urn('experiment-run', 'r'), urn('model-version', 'm@1')),
  relation('RELEASED_TO', urn('model-version', 'm@1'), LIVE, { id: 'r1', stage: 'PRODUCTION', trafficShare: 0.9 }),
  relation('RELEASED_TO', urn('model-version', 'm@2'), LIVE, { id: 'r2', stage: 'our own', trafficShare: 0.1 }),
  relation('AFFECTS', LIVE, SALES, { confidence: 0.5 }),
  relation('ROLLS_UP_TO', SALES, MARGIN),
  entity('BUSINESS_KPI', 'sales', { definitions: { id: 'd', validFrom: at, weight: 4, ...DEFINITION } }),
  entity('BUSINESS_KPI', 'margin', { definitions: { id: 'd', validFrom: at, weight: 2, ...DEFINITION } }),
  relation('OWNS', urn('team', 'growth'), LIVE),
  relation('OWNS', urn('team', 'board'), MARGIN),
];

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await applyFacts(server, FACTS);
});
afterAll(() => server[Symbol.asyncDispose]());

type Answered = Record<string, unknown>;

async function whatIf(changes: object | object[], selection: string, moment: object | null = null): Promise<Answered> {
  const document = `query ($changes: [WhatIfChange!]!, $at: Moment) { whatIf(changes: $changes, at: $at) { ${selection} } }`;
  return (await server.query<{ whatIf: Answered }>(document, { changes: [changes].flat(), at: moment })).whatIf;
}

const OUTCOMES = 'verdict outcomes { type subject { id } verdict reasons { type verdict count } before after }';
const CONSUMERS = `consumers { total { value exact } nodes { consumer { id } uses known link { type grain confidence sources }
  job { name sourceCodeUrl sourceCodeVersion } sourcesLeft } }`;

test('a dropped column breaks who derives from it, and may break who does not say what he reads', async () => {
  expect(await whatIf({ dropField: { field: AMOUNT } }, `${OUTCOMES} ${CONSUMERS}`)).toEqual({
    verdict: 'BREAKS',
    outcomes: [
      {
        ...{ type: 'DROP_FIELD', subject: { id: AMOUNT }, verdict: 'BREAKS' },
        reasons: [
          { type: 'KNOWN_CONSUMERS', verdict: 'BREAKS', count: 1 },
          { type: 'OPAQUE_CONSUMERS', verdict: 'MAY_BREAK', count: 1 },
        ],
        ...{ before: { id: AMOUNT, name: 'orders#amount' }, after: null },
      },
    ],
    consumers: {
      total: { value: 2, exact: true },
      nodes: [
        {
          ...{ consumer: { id: SUM }, uses: [AMOUNT], known: true, sourcesLeft: 'NONE' },
          link: { type: 'DERIVES', grain: 'FIELD', confidence: 1, sources: ['test'] },
          job: { name: 'roll', sourceCodeUrl: 'https://git.test/roll.sql', sourceCodeVersion: 'abc' },
        },
        {
          ...{ consumer: { id: urn('job', 'report') }, uses: [AMOUNT], known: false, sourcesLeft: 'SOME' },
          link: { type: 'READ_BY', grain: 'TABLE_FALLBACK', confidence: 0.5, sources: ['test'] },
          job: { name: 'report', sourceCodeUrl: null, sourceCodeVersion: null },
        },
      ],
    },
  });
});

test('further down it goes to the KPIs with their risk, and to the owners', async () => {
  const selection = `affected { nodes { entity { id } depth known sourcesLeft } }
    impact { kpis { nodes { kpi { id } risk path { length } } } deployments { nodes { risk } }
      owners { nodes { owner { id } owns { id } } } counts { kind count } answer { limitHit } }
    answer { limitHit staleLinks moment { asOf } }`;
  expect(await whatIf({ dropField: { field: AMOUNT } }, selection)).toMatchObject({
    affected: {
      nodes: [
        { entity: { id: SUM }, depth: 1, known: true, sourcesLeft: 'NONE' },
        { entity: { id: urn('job', 'report') }, depth: 1, known: false, sourcesLeft: 'SOME' },
        { entity: { id: urn('feature', 'basket#mean') }, depth: 2, known: true, sourcesLeft: 'NONE' },
        // Its versions come from elsewhere.
        { entity: { id: LIVE }, depth: 3, known: true, sourcesLeft: 'SOME' },
        // The run used the view, and does not say which features.
        { entity: { id: urn('experiment-run', 'r') }, depth: 3, known: false, sourcesLeft: 'SOME' },
        { entity: { id: SALES }, depth: 4, known: true, sourcesLeft: 'SOME' },
        { entity: { id: urn('model-version', 'm@1') }, depth: 4, known: false, sourcesLeft: 'SOME' },
        { entity: { id: MARGIN }, depth: 5, known: true, sourcesLeft: 'SOME' },
      ],
    },
    impact: {
      // 4 × 0.5 × 0.9, and 2 × 0.5 × 0.9
      kpis: {
        nodes: [
          { kpi: { id: SALES }, risk: 1.8, path: { length: 4 } },
          { kpi: { id: MARGIN }, risk: 0.9 },
        ],
      },
      deployments: { nodes: [{ risk: 0.9 }] },
      owners: {
        nodes: [
          { owner: { id: urn('team', 'growth') }, owns: [{ id: LIVE }] },
          { owner: { id: urn('team', 'board') }, owns: [{ id: MARGIN }] },
        ],
      },
      answer: { limitHit: null },
    },
    answer: { limitHit: null, staleLinks: 0, moment: { asOf: expect.any(String) } },
  });
});

test('a renamed column has to be renamed by its consumers, and the outcome names both', async () => {
  const answer = await whatIf(
    { renameField: { field: AMOUNT, to: 'total' } },
    `${OUTCOMES} consumers { nodes { consumer { id } } }`,
  );
  expect(answer).toMatchObject({
    verdict: 'BREAKS',
    outcomes: [{ before: { id: AMOUNT }, after: { id: urn('field', 'orders#total'), name: 'orders#total' } }],
    consumers: { nodes: [{ consumer: { id: SUM } }, { consumer: { id: urn('job', 'report') } }] },
  });
});

test('a wider type is safe, a narrower one breaks, and of an unknown one it is not known', async () => {
  const retype = (field: string, type: string) =>
    whatIf({ retypeField: { field, type } }, `${OUTCOMES} consumers { total { value } } impact { counts { count } }`);
  expect(await retype(AMOUNT, 'bigint')).toMatchObject({
    verdict: 'SAFE',
    outcomes: [{ reasons: [{ type: 'TYPE_WIDER' }], before: { dataType: 'int4' }, after: { dataType: 'bigint' } }],
    consumers: { total: { value: 0 } },
    impact: { counts: [] },
  });
  expect(await retype(AMOUNT, 'integer')).toMatchObject({ outcomes: [{ reasons: [{ type: 'TYPE_SAME' }] }] });
  expect(await retype(AMOUNT, 'smallint')).toMatchObject({ verdict: 'BREAKS', consumers: { total: { value: 2 } } });
  expect(await retype(SUM, 'bigint')).toMatchObject({
    verdict: 'MAY_BREAK',
    outcomes: [{ reasons: [{ type: 'KNOWN_CONSUMERS', verdict: 'MAY_BREAK', count: 1 }, { type: 'TYPE_NOT_KNOWN' }] }],
  });
});

test('a dataset goes with its fields, and a view with its features', async () => {
  const consumers = async (change: object) => {
    const answer = await whatIf(change, 'consumers { nodes { consumer { id } uses } }');
    return (answer['consumers'] as { nodes: { consumer: { id: string }; uses: string[] }[] }).nodes.map(
      ({ consumer, uses }) => [consumer.id, ...uses],
    );
  };
  expect(await consumers({ retireDataset: { dataset: ORDERS } })).toEqual([
    [SUM, AMOUNT],
    [urn('job', 'report'), ORDERS],
    [urn('job', 'roll'), ORDERS],
  ]);
  expect(await consumers({ retireFeature: { feature: VIEW } })).toEqual([
    [LIVE, urn('feature', 'basket#mean')],
    [urn('experiment-run', 'r'), VIEW],
  ]);
  expect(await consumers({ retireFeature: { feature: urn('feature', 'basket#mean') } })).toEqual([
    [LIVE, urn('feature', 'basket#mean')],
    [urn('experiment-run', 'r'), urn('feature', 'basket#mean')],
  ]);
});

test('another definition changes what is judged by it; another weight changes the risk', async () => {
  const selection = `${OUTCOMES} outcomes { judged { id } } kpiShifts { nodes { kpi { id } before after } }
    upstreamShifts { total { value } nodes { entity { id } of { id } before after } }
    impact { kpis { nodes { kpi { id } risk } } }`;
  const change = (definition: object) => whatIf({ changeKpiDefinition: { kpi: SALES, ...definition } }, selection);
  expect(await change({ formula: 'orders sent' })).toMatchObject({
    verdict: 'CHANGES_MEANING',
    outcomes: [
      {
        reasons: [{ type: 'DEFINITION_CHANGED', count: null }],
        before: { ...DEFINITION, weight: 4 },
        after: { ...DEFINITION, formula: 'orders sent', weight: 4 },
        judged: [
          { id: LIVE },
          { id: urn('model-version', 'm@1') },
          { id: urn('model-version', 'm@2') },
          { id: MARGIN },
        ],
      },
    ],
    ...{ kpiShifts: { nodes: [] }, upstreamShifts: { total: { value: 0 } } },
    impact: { kpis: { nodes: [{ kpi: { id: MARGIN }, risk: 2 }] } },
  });
  const heavier = await change({ weight: 6 });
  expect(heavier).toMatchObject({
    verdict: 'CHANGES_RISK',
    kpiShifts: { nodes: [{ kpi: { id: SALES }, before: 4, after: 6 }] },
  });
  // 4 × 0.5 × 0.9 became 6 × 0.5 × 0.9, for all that comes by the live deployment.
  const shifts = heavier['upstreamShifts'] as { nodes: object[] };
  expect(shifts.nodes[0]).toEqual({ entity: { id: LIVE }, of: { id: SALES }, before: 1.8, after: 2.7 });
  expect(shifts.nodes.at(-1)).toEqual({
    ...{ entity: { id: urn('model-version', 'm@2') }, of: { id: SALES } },
    ...{ before: 0.2, after: 0.3 },
  });
  expect(await change({ ...DEFINITION, weight: 4 })).toMatchObject({
    verdict: 'SAFE',
    outcomes: [{ reasons: [{ type: 'DEFINITION_SAME' }], judged: [] }],
    impact: { kpis: { nodes: [] } },
  });
});

test('a definition where none was in force changes the meaning', async () => {
  const moment = { asOf: '2025-12-31T00:00:00Z' };
  const { errors } = await server.answer(
    `query ($changes: [WhatIfChange!]!, $at: Moment) { whatIf(changes: $changes, at: $at) { verdict } }`,
    { changes: [{ changeKpiDefinition: { kpi: SALES, weight: 4 } }], at: moment },
  );
  expect(errors?.[0]?.extensions).toEqual({ code: 'NOT_FOUND', argument: 'changes[0].changeKpiDefinition.kpi' });
  await applyFacts(server, [relation('MEASURES', urn('dataset', 'other'), urn('business-kpi', 'bare'))]);
  expect(
    await whatIf({ changeKpiDefinition: { kpi: urn('business-kpi', 'bare'), unit: 'EUR' } }, OUTCOMES),
  ).toMatchObject({
    verdict: 'CHANGES_MEANING',
    outcomes: [{ before: null, after: { unit: 'EUR', weight: 1 } }],
  });
});

test('a deployment that goes from PRODUCTION to SHADOW serves less, and so counts what comes by it', async () => {
  const selection = `${OUTCOMES} kpiShifts { nodes { kpi { id } before after } } consumers { nodes { known } }
    upstreamShifts(first: 2) { nodes { entity { id } before after } }
    impact { kpis { nodes { kpi { id } risk parts { stageShare } } } }`;
  const answer = await whatIf({ moveDeployment: { deployment: LIVE, stage: 'SHADOW' } }, selection);
  expect(answer).toMatchObject({
    verdict: 'CHANGES_RISK',
    outcomes: [
      {
        reasons: [{ type: 'SERVES_LESS', verdict: 'CHANGES_RISK', count: null }],
        before: { share: 0.9, releases: [{ stage: 'PRODUCTION', trafficShare: 0.9 }, { stage: 'our own' }] },
        after: { share: 0.09, releases: [{ stage: 'SHADOW', trafficShare: 0.9 }, { stage: 'SHADOW' }] },
      },
    ],
    // 4 × 0.5 × 0.9 becomes 4 × 0.5 × 0.09, and for the margin 2 × …
    kpiShifts: {
      nodes: [
        { kpi: { id: SALES }, before: 1.8, after: 0.18 },
        { kpi: { id: MARGIN }, before: 0.9, after: 0.09 },
      ],
    },
    consumers: { nodes: [] },
    upstreamShifts: {
      nodes: [
        { before: 0.9, after: 0.09 },
        { before: 0.9, after: 0.09 },
      ],
    },
    impact: { kpis: { nodes: [{ kpi: { id: SALES }, risk: 0.18, parts: { stageShare: 0.09 } }, { risk: 0.09 }] } },
  });
  const move = (to: object) => whatIf({ moveDeployment: { deployment: LIVE, ...to } }, OUTCOMES);
  expect(await move({ stage: 'AB' })).toMatchObject({
    verdict: 'SAFE',
    outcomes: [{ reasons: [{ type: 'SERVES_SAME' }] }],
  });
  expect(await move({ trafficShare: 1 })).toMatchObject({ outcomes: [{ reasons: [{ type: 'SERVES_MORE' }] }] });
  // One that it has now is no unknown one.
  expect(await move({ stage: 'our own', trafficShare: 0.5 })).toMatchObject({ outcomes: [{ after: { share: 0.5 } }] });
});

test('several changes are thought of together: what goes is no consumer, and what it moves to rates what breaks', async () => {
  const changes = [
    { dropField: { field: AMOUNT } },
    { dropField: { field: SUM } },
    { moveDeployment: { deployment: LIVE, stage: 'SHADOW' } },
    { renameField: { field: STATUS, to: 'amount' } },
  ];
  const answer = await whatIf(
    changes,
    `${OUTCOMES} consumers { nodes { consumer { id } uses } } impact { kpis { nodes { risk } } }`,
  );
  expect(answer).toMatchObject({
    verdict: 'BREAKS',
    outcomes: [{ verdict: 'MAY_BREAK' }, { verdict: 'BREAKS' }, { verdict: 'CHANGES_RISK' }, { verdict: 'MAY_BREAK' }],
    consumers: {
      nodes: [{ consumer: { id: urn('feature', 'basket#mean') }, uses: [SUM] }, { uses: [AMOUNT, STATUS] }],
    },
    impact: { kpis: { nodes: [{ risk: 0.18 }, { risk: 0.09 }] } },
  });
});

test('nothing is written, and what others ask meanwhile and afterwards is answered as before', async () => {
  const impact = `{ impact(of: ["${AMOUNT}"]) { kpis { nodes { risk } } counts { count } } lineage(of: ["${SUM}"], direction: UPSTREAM) { total { value } } }`;
  const head = server.services.reader.head().position;
  const before = await server.query(impact);
  const changes = [{ dropField: { field: AMOUNT } }, { moveDeployment: { deployment: LIVE, trafficShare: 0 } }];
  const all =
    'verdict affected { total { value } } impact { kpis { nodes { risk } } } upstreamShifts { total { value } }';
  const [, during] = await Promise.all([whatIf(changes, all), server.query(impact), whatIf(changes, all)]);
  expect(during).toEqual(before);
  expect(await server.query(impact)).toEqual(before);
  expect((await server.services.store.log.head()).position).toBe(head);
});

test('pages go on as they stood, whatever is written meanwhile', async () => {
  const page = (after: string | null) =>
    whatIf(
      { dropField: { field: AMOUNT } },
      `affected(first: 3, after: ${JSON.stringify(after)}) { pageInfo { endCursor hasNextPage } nodes { entity { id } } }`,
    );
  type Page = {
    affected: { pageInfo: { endCursor: string; hasNextPage: boolean }; nodes: { entity: { id: string } }[] };
  };
  const first = (await page(null)) as unknown as Page;
  await applyFacts(server, [relation('READ_BY', urn('dataset', 'orders'), urn('job', 'a-new-one'))]);
  const second = (await page(first.affected.pageInfo.endCursor)) as unknown as Page;
  const ids = [...first.affected.nodes, ...second.affected.nodes].map(({ entity: { id } }) => id);
  expect(ids).toHaveLength(6);
  expect(ids).not.toContain(urn('job', 'a-new-one'));
  const { errors } = await server.answer(
    `query ($changes: [WhatIfChange!]!, $after: PageCursor) { whatIf(changes: $changes) { affected(after: $after) { total { value } } } }`,
    { changes: [{ dropField: { field: SUM } }], after: first.affected.pageInfo.endCursor },
  );
  expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'after' });
});

describe('what is wrong is refused by the name of its place', () => {
  const drop = { dropField: { field: AMOUNT } };
  const move = (to: object) => ({ moveDeployment: { deployment: LIVE, ...to } });
  const define = (to: object) => ({ changeKpiDefinition: { kpi: SALES, ...to } });
  test.each<readonly [string, readonly object[], string, string]>([
    ['no change', [], 'BAD_USER_INPUT', 'changes'],
    ['too many', Array.from({ length: 21 }, () => drop), 'BAD_USER_INPUT', 'changes'],
    ['none of them', [drop, {}], 'BAD_USER_INPUT', 'changes[1]'],
    ['two of them', [{ ...drop, retireDataset: { dataset: ORDERS } }], 'BAD_USER_INPUT', 'changes[0]'],
    ['no URN', [{ dropField: { field: 'x' } }], 'BAD_USER_INPUT', 'changes[0].dropField.field'],
    ['another kind', [{ dropField: { field: ORDERS } }], 'BAD_USER_INPUT', 'changes[0].dropField.field'],
    [
      'a field as a feature',
      [{ retireFeature: { feature: AMOUNT } }],
      'BAD_USER_INPUT',
      'changes[0].retireFeature.feature',
    ],
    [
      'what nobody named',
      [drop, { dropField: { field: urn('field', 'no#x') } }],
      'NOT_FOUND',
      'changes[1].dropField.field',
    ],
    [
      'a name that is taken',
      [{ renameField: { field: AMOUNT, to: 'status' } }],
      'CONFLICT',
      'changes[0].renameField.to',
    ],
    ['its own name', [{ renameField: { field: AMOUNT, to: 'amount' } }], 'BAD_USER_INPUT', 'changes[0].renameField.to'],
    ['no name', [{ renameField: { field: AMOUNT, to: '' } }], 'BAD_USER_INPUT', 'changes[0].renameField.to'],
    [
      'half a character',
      [{ renameField: { field: AMOUNT, to: '\ud800' } }],
      'BAD_USER_INPUT',
      'changes[0].renameField.to',
    ],
    ['no type', [{ retypeField: { field: AMOUNT, type: ' ' } }], 'BAD_USER_INPUT', 'changes[0].retypeField.type'],
    ['a negative weight', [define({ weight: -1 })], 'BAD_USER_INPUT', 'changes[0].changeKpiDefinition.weight'],
    ['no other definition', [define({})], 'BAD_USER_INPUT', 'changes[0].changeKpiDefinition'],
    ['a NUL', [define({ unit: 'E\u0000' })], 'BAD_USER_INPUT', 'changes[0].changeKpiDefinition.unit'],
    ['no move', [move({})], 'BAD_USER_INPUT', 'changes[0].moveDeployment'],
    ['an unknown stage', [move({ stage: 'PROD' })], 'BAD_USER_INPUT', 'changes[0].moveDeployment.stage'],
    ['more than all', [move({ trafficShare: 1.1 })], 'BAD_USER_INPUT', 'changes[0].moveDeployment.trafficShare'],
    ['less than none', [move({ trafficShare: -0.1 })], 'BAD_USER_INPUT', 'changes[0].moveDeployment.trafficShare'],
    ['the same twice', [drop, drop], 'BAD_USER_INPUT', 'changes[1].dropField'],
    [
      'two changes of one thing',
      [drop, { renameField: { field: AMOUNT, to: 'total' } }],
      'BAD_USER_INPUT',
      'changes[1].renameField',
    ],
    [
      'a part of what goes',
      [{ renameField: { field: AMOUNT, to: 'total' } }, { retireDataset: { dataset: ORDERS } }],
      'BAD_USER_INPUT',
      'changes[0].renameField',
    ],
    [
      'one name for two',
      [{ renameField: { field: AMOUNT, to: 'total' } }, { renameField: { field: STATUS, to: 'total' } }],
      'BAD_USER_INPUT',
      'changes[1].renameField.to',
    ],
  ])('%s', async (_name, changes, code, argument) => {
    const document = 'query ($changes: [WhatIfChange!]!) { whatIf(changes: $changes) { verdict } }';
    const { errors } = await server.answer(document, { changes });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(/expected|there is|give|takes|gives/),
      extensions: { code, argument },
    });
  });
});
