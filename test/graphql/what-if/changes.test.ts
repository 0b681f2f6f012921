import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyFacts } from '../../kit/apply-facts.ts';
import type { TestServer } from '../../kit/server.ts';
import {
  AMOUNT,
  askWhatIf,
  CONSUMERS,
  DEFINITION,
  LIVE,
  MARGIN,
  ORDERS,
  OUTCOMES,
  relation,
  SALES,
  startShop,
  SUM,
  urn,
  VIEW,
} from './shop.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startShop();
});
afterAll(() => server[Symbol.asyncDispose]());

const whatIf = (changes: object | object[], selection: string, moment: object | null = null) =>
  askWhatIf(server, changes, selection, moment);

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
