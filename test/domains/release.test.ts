import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatUrn } from '../../src/kernel/urn.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const urn = (kind: string, name: string) => formatUrn(kind, 'shop', name);
const claim = { at: '2026-01-01T00:00:00Z', source: 'test' };
const MODEL = urn('MODEL_VERSION', 'churn@1');
const CONFIG = urn('CONFIG_VERSION', 'thresholds@2');
const version = (kind: string, name: string, number: string) => ({
  ...{ fact: 'entity', kind, namespace: 'shop', name, props: { version: number }, ...claim },
});
const relation = (type: string, from: string, to: string, props: object = {}) => ({
  ...{ fact: 'relation', type, from, to, props, ...claim },
});
const release = (of: string, deployment: string, stage: string, trafficShare: number) =>
  relation('RELEASED_TO', of, urn('DEPLOYMENT', deployment), { stage, trafficShare });

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await applyFacts(server, [
    version('MODEL_VERSION', 'churn@1', '1'),
    version('CONFIG_VERSION', 'thresholds@2', '2'),
    relation('PRODUCED', urn('EXPERIMENT_RUN', 'training'), MODEL),
    relation('PRODUCED', urn('EXPERIMENT_RUN', 'tuning'), CONFIG),
    release(CONFIG, 'desk', 'PRODUCTION', 0.1),
    release(MODEL, 'desk', 'CANARY', 0.1),
    release(CONFIG, 'phone', 'PRODUCTION', 1),
    release(MODEL, 'phone', 'CANARY', 0.1),
    release(CONFIG, 'rules', 'PRODUCTION', 1),
  ]);
});
afterAll(() => server[Symbol.asyncDispose]());

test('a deployment tells which configuration serves on it beside the model that it is known by', async () => {
  const document = `query ($id: ID!) { entity(id: $id) { ... on Deployment { stage trafficShare serving {
    version { name } released { __typename name version producedBy { name } releases { trafficShare } } } } } }`;
  const told = async (name: string) =>
    (await server.query<{ entity: object }>(document, { id: urn('DEPLOYMENT', name) })).entity;
  const model = {
    version: { name: 'churn@1' },
    released: {
      ...{ __typename: 'ModelVersion', name: 'churn@1', version: '1', producedBy: { name: 'training' } },
      releases: [{ trafficShare: 0.1 }, { trafficShare: 0.1 }],
    },
  };
  const configuration = {
    version: null,
    released: {
      ...{ __typename: 'ConfigVersion', name: 'thresholds@2', version: '2', producedBy: { name: 'tuning' } },
      releases: [{ trafficShare: 1 }, { trafficShare: 1 }, { trafficShare: 0.1 }],
    },
  };
  const known = { stage: 'CANARY', trafficShare: 0.1 };
  expect(await told('desk')).toEqual({ ...known, serving: [model, configuration] });
  expect(await told('phone')).toEqual({ ...known, serving: [configuration, model] });
  expect(await told('rules')).toMatchObject({ stage: 'PRODUCTION', trafficShare: 1, serving: [{ version: null }] });
});
