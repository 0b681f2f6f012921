import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { World } from './stories/story.ts';

let server: TestServer;
let world: World;
beforeAll(async () => {
  server = await startServer();
  world = new World(server, 'supposed');
  await world.begin();
  const [api, kpi] = [world.urn('DEPLOYMENT', 'api'), world.urn('BUSINESS_KPI', 'retention')];
  await world.entity('DEPLOYMENT', 'api');
  await world.entity('BUSINESS_KPI', 'retention', { definitions: { id: '1', validFrom: '2025-01-01T00:00:00Z' } });
  await world.relate('RELEASED_TO', world.release, api, { id: 'r1', stage: 'PRODUCTION' });
  await world.relate('AFFECTS', api, kpi);
  const set = 'mutation ($input: SetPolicyInput!) { setPolicy(input: $input) { refused { message } } }';
  const demands = [
    { type: 'UPSTREAM_DESCRIBED' },
    { type: 'KPI_LINKED' },
    {
      id: 'production',
      type: 'CUSTOM',
      parameters: { expression: 'releases.exists(each, each.stage == "PRODUCTION")' },
    },
  ];
  await server.query(set, { input: { name: 'live', stage: 'PRODUCTION', demands } });
});
afterAll(() => server[Symbol.asyncDispose]());

async function gates(changes: readonly object[]): Promise<object> {
  const document = `query ($changes: [WhatIfChange!]!) { whatIf(changes: $changes) { gates { total { value exact } nodes {
    release { id } was { demand verdict } would { demand verdict why } } } } }`;
  return (await server.query<{ whatIf: { gates: object } }>(document, { changes })).whatIf.gates;
}

test('a dataset that goes is missed by the gates of what serves downstream of it', async () => {
  expect(await gates([{ retireDataset: { dataset: world.data } }])).toEqual({
    total: { value: 1, exact: true },
    nodes: [
      {
        release: { id: world.release },
        was: { demand: 'UPSTREAM_DESCRIBED', verdict: 'PASS' },
        would: {
          ...{ demand: 'UPSTREAM_DESCRIBED', verdict: 'FAIL' },
          why: 'Upstream, nobody describes customers.',
        },
      },
    ],
  });
});

test('a deployment that moves counts as moved, and a KPI that means something else is defined still', async () => {
  const api = world.urn('DEPLOYMENT', 'api');
  expect(await gates([{ moveDeployment: { deployment: api, stage: 'SHADOW' } }])).toMatchObject({
    nodes: [{ was: { demand: 'production', verdict: 'PASS' }, would: { demand: 'production', verdict: 'FAIL' } }],
  });
  const kpi = world.urn('BUSINESS_KPI', 'retention');
  expect(await gates([{ changeKpiDefinition: { kpi, formula: 'another' } }])).toMatchObject({ nodes: [] });
});

test('where more deployments move a KPI than are looked at, the total is not exact', async () => {
  const [kpi, at] = [world.urn('BUSINESS_KPI', 'crowded'), '2026-01-01T00:00:00Z'];
  await world.entity('BUSINESS_KPI', 'crowded', { definitions: { id: '1', validFrom: '2025-01-01T00:00:00Z' } });
  const affects = (index: number) => {
    return {
      fact: 'relation',
      type: 'AFFECTS',
      from: world.urn('DEPLOYMENT', `d${index}`),
      to: kpi,
      at,
      source: 'story',
    };
  };
  const total = async () => gates([{ changeKpiDefinition: { kpi, formula: 'another' } }]);
  await applyFacts(
    server,
    Array.from({ length: 100 }, (_, index) => affects(index)),
  );
  expect(await total()).toMatchObject({ total: { value: 0, exact: true } });
  await applyFacts(server, [affects(100)]);
  expect(await total()).toMatchObject({ total: { value: 0, exact: false } });
});

test('nothing of it is written', async () => {
  const document = `query ($release: ID!) { promotionReadiness(release: $release, stage: "PRODUCTION") {
    requirements { demand verdict } } }`;
  const { promotionReadiness } = await server.query<{ promotionReadiness: { requirements: object[] } }>(document, {
    release: world.release,
  });
  expect(promotionReadiness.requirements).toContainEqual({ demand: 'UPSTREAM_DESCRIBED', verdict: 'PASS' });
  expect(promotionReadiness.requirements).toContainEqual({ demand: 'production', verdict: 'PASS' });
});
