import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatUrn } from '../../src/kernel/urn.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const urn = (kind: string, name: string) => formatUrn(kind, 'shop', name);
const claim = { at: '2026-01-01T00:00:00Z', source: 'test' };
const entity = (kind: string, name: string, props: object = {}) => ({
  ...{ fact: 'entity', kind, namespace: 'shop', name, props, ...claim },
});
const relation = (type: string, from: string, to: string, props: object = {}) => ({
  ...{ fact: 'relation', type, from, to, props, provenance: 'OBSERVED', ...claim },
});

const COSTS = urn('DATASET', 'costs');
const RUN = urn('EXPERIMENT_RUN', 'tuning');
const CONFIG = urn('CONFIG_VERSION', 'thresholds@2');
const CODE = urn('CODE_ARTIFACT', 'desk@1');
const DESK = urn('DEPLOYMENT', 'desk');
const LOSS = urn('BUSINESS_KPI', 'loss');

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await applyFacts(server, [
    entity('CONFIG_VERSION', 'thresholds@2', { system: 'thresholds', changeNote: 'Refuses earlier.' }),
    relation('USED_BY', COSTS, RUN),
    relation('PRODUCED', RUN, CONFIG),
    relation('RELEASED_TO', CONFIG, DESK, { id: 'r1', stage: 'PRODUCTION', trafficShare: 0.25 }),
    relation('AFFECTS', DESK, LOSS),
    entity('CODE_ARTIFACT', 'desk@1'),
    relation('USED_BY', CODE, DESK),
  ]);
});
afterAll(() => server[Symbol.asyncDispose]());

test('data that a configuration was tuned on put a KPI at risk by as much as it serves', async () => {
  const document = `query ($of: [ID!]!) { impact(of: $of) { kpis { nodes { kpi { id } parts { stageShare }
    path { nodes { id } } } } } }`;
  const { impact } = await server.query<{ impact: object }>(document, { of: [COSTS] });
  const nodes = [COSTS, RUN, CONFIG, DESK, LOSS].map((id) => ({ id }));
  expect(impact).toEqual({ kpis: { nodes: [{ kpi: { id: LOSS }, parts: { stageShare: 0.25 }, path: { nodes } }] } });
});

test('its release is told, and can be the cause of what a KPI does', async () => {
  const document = `query ($of: ID!) {
    rootCauses(of: $of, since: "2025-12-01T00:00:00Z", until: "2026-02-01T00:00:00Z") {
      causes { kind entity { id } changes { type } } } }`;
  const { rootCauses } = await server.query<{ rootCauses: object }>(document, { of: LOSS });
  expect(rootCauses).toEqual({
    causes: [{ kind: 'RELEASED', entity: { id: CONFIG }, changes: [{ type: 'RELEASED' }] }],
  });
});

test('it moves with its deployment', async () => {
  const document = `query ($of: ID!) {
    whatIf(changes: [{ moveDeployment: { deployment: $of, trafficShare: 1 } }]) {
      verdict upstreamShifts { nodes { entity { id } before after } } } }`;
  const { whatIf } = await server.query<{ whatIf: object }>(document, { of: DESK });
  const shift = (id: string, before: number, after: number) => ({ entity: { id }, before, after });
  expect(whatIf).toEqual({
    verdict: 'CHANGES_RISK',
    upstreamShifts: { nodes: [CODE, CONFIG, COSTS, RUN].map((id) => shift(id, 0.25, 1)) },
  });
});

test('it is found by its words, and counted by what it configures', async () => {
  const document = `{ search(text: "refuses") { nodes { id } facets { name values { value count { value } } } }
    configVersions(filter: { system: { eq: "thresholds" } }) { nodes { producedBy { configured { id } produced { id } } } } }`;
  const { search, configVersions } = await server.query<{
    search: { nodes: object[]; facets: object[] };
    configVersions: object;
  }>(document);
  expect(search.nodes).toEqual([{ id: CONFIG }]);
  expect(search.facets).toContainEqual({ name: 'system', values: [{ value: 'thresholds', count: { value: 1 } }] });
  expect(configVersions).toEqual({ nodes: [{ producedBy: { configured: [{ id: CONFIG }], produced: [] } }] });
});

test('code is asked for what runs by it, and a deployment for what it runs by', async () => {
  const document = `query ($id: ID!) { entity(id: $id) { ... on Deployment { runsBy { id ... on CodeArtifact {
    usedBy(first: 1) { nodes { id } total { value } pageInfo { hasNextPage } } } } } } }`;
  const { entity: desk } = await server.query<{ entity: object }>(document, { id: DESK });
  const usedBy = { nodes: [{ id: DESK }], total: { value: 1 }, pageInfo: { hasNextPage: false } };
  expect(desk).toEqual({ runsBy: [{ id: CODE, usedBy }] });
});
