import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const SET = `mutation ($input: SetPolicyInput!) { setPolicy(input: $input) {
  policy { name stage tier version demands { id type parameters } } refused { code path message } } }`;
const DEFINE = `mutation ($input: DefineStageInput!) { defineStage(input: $input) {
  stage { name description from } refused { code path message } } }`;

async function set(more: object = {}) {
  const input = { name: 'live', stage: 'PRODUCTION', demands: [{ type: 'KPI_LINKED' }], ...more };
  return (await server.query<{ setPolicy: Record<string, unknown> }>(SET, { input })).setPolicy;
}

const custom = (parameters: object) => ({ type: 'CUSTOM', parameters: { expression: 'true', ...parameters } });
const manyTexts = () => Array.from({ length: 101 }, (_, index) => `part ${index}`);

async function listed(at: object | null = null) {
  const document =
    'query ($at: Moment) { policies(at: $at) { total { value } nodes { name version demands { id } } } }';
  return (await server.query<{ policies: object }>(document, { at })).policies;
}

test('a policy said anew is its next version, said the same it is none, and each can be looked at in its time', async () => {
  expect(await set()).toMatchObject({ policy: { version: 1, tier: null, demands: [{ id: 'KPI_LINKED' }] } });
  expect(await set()).toMatchObject({ policy: { version: 1 } });
  const knownAt = new Date().toISOString();
  const demands = [{ type: 'KPI_LINKED' }, { id: 'owners', type: 'SECOND_OWNER' }];
  expect(await set({ demands })).toMatchObject({
    policy: { version: 2, demands: [{}, { id: 'owners', type: 'SECOND_OWNER', parameters: { owners: 2 } }] },
  });
  expect(await listed()).toMatchObject({ total: { value: 1 }, nodes: [{ version: 2 }] });
  expect(await listed({ knownAt })).toMatchObject({ nodes: [{ version: 1, demands: [{ id: 'KPI_LINKED' }] }] });
  const retire = 'mutation { retirePolicy(name: "live") { policy { until } refused { code } } }';
  const retired = await server.query<{ retirePolicy: object }>(retire);
  expect(retired.retirePolicy).toMatchObject({ policy: { until: expect.any(String) as string }, refused: null });
  expect(await server.query(retire)).toEqual({ retirePolicy: { policy: null, refused: { code: 'CONFLICT' } } });
  expect(await listed()).toMatchObject({ total: { value: 0 }, nodes: [] });
  expect(await set()).toMatchObject({ policy: { version: 3 } });
});

const soak = (stage: string) => ({ type: 'SOAK_TIME', parameters: { stage, hours: 24 } });
const metric = (more: object) => ({ type: 'METRIC_THRESHOLD', parameters: { metric: 'auc', min: 0.8, ...more } });
const effect = (kpi: string) => ({ type: 'KPI_EFFECT_NOT_NEGATIVE', parameters: { kpi } });

test.each([
  [{ name: ' ' }, 'input.name'],
  [{ name: 'stages' }, 'input.name'],
  [{ stage: 'NOWHERE' }, 'input.stage'],
  [{ demands: [] }, 'input.demands'],
  [{ demands: [{ type: 'KPI_LINKED' }, { type: 'KPI_LINKED' }] }, 'input.demands[1].id'],
  [{ demands: [{ type: 'SOAK_TIME', parameters: { stage: 'AB' } }] }, 'input.demands[0].parameters.hours'],
  [{ demands: [soak('CANARI')] }, 'input.demands[0].parameters.stage'],
  [{ demands: [{ type: 'MOVE_ALLOWED', parameters: { from: ['TEST', 'TSET'] } }] }, 'input.demands[0].parameters.from'],
  [{ demands: [metric({ against: 'SERVING', stage: 'PROD' })] }, 'input.demands[0].parameters.stage'],
  [{ demands: [{ type: 'FAILSAFE_DECLARED', parameters: { stage: 'PROD' } }] }, 'input.demands[0].parameters.stage'],
  [{ demands: [effect('retention')] }, 'input.demands[0].parameters.kpi'],
  [{ demands: [effect('urn:throughline:dataset:crm:customers')] }, 'input.demands[0].parameters.kpi'],
  [{ demands: [{ type: 'SECOND_OWNER', parameters: { owners: 0 } }] }, 'input.demands[0].parameters.owners'],
  [{ demands: [{ type: 'SECOND_OWNER', parameters: { owners: '2' } }] }, 'input.demands[0].parameters.owners'],
  [{ demands: [{ type: 'SECOND_OWNER', parameters: { people: 2 } }] }, 'input.demands[0].parameters.people'],
  [{ demands: [{ type: 'SECOND_OWNER', parameters: [2] }] }, 'input.demands[0].parameters'],
  [{ demands: [metric({ metric: ' ' })] }, 'input.demands[0].parameters.metric'],
  [{ demands: [metric({ min: 2, max: 1 })] }, 'input.demands[0].parameters.max'],
  [{ demands: [metric({ slices: ['a\u0000'] })] }, 'input.demands[0].parameters.slices'],
  [{ demands: [metric({ slices: manyTexts() })] }, 'input.demands[0].parameters.slices'],
  [{ demands: [{ type: 'MOVE_ALLOWED', parameters: { from: [] } }] }, 'input.demands[0].parameters.from'],
  [{ demands: [custom({ says: 'x'.repeat(2_001) })] }, 'input.demands[0].parameters.says'],
  [{ demands: [custom({ expression: '"a\ud800" == ""' })] }, 'input.demands[0].parameters.expression'],
])('a policy with %j is refused, and says where', async (more, path) => {
  expect(await set({ name: 'wrong', ...more })).toMatchObject({
    policy: null,
    refused: { code: 'BAD_USER_INPUT', path },
  });
});

test('a bound too large to be kept is refused: it is not taken for none', async () => {
  const demands = '[{"type":"METRIC_THRESHOLD","parameters":{"metric":"auc","min":1e999}}]';
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"query":${JSON.stringify(SET)},"variables":{"input":{"name":"wrong","stage":"DEV","demands":${demands}}}}`,
  });
  expect(await response.json()).toMatchObject({
    data: { setPolicy: { policy: null, refused: { path: 'input.demands[0].parameters.min' } } },
  });
});

test('a bare name among parameters is refused: it is not left out', async () => {
  const document = (parameters: string) =>
    `mutation { setPolicy(input: { name: "wrong", stage: "DEV", demands: [
      { type: METRIC_THRESHOLD, parameters: ${parameters} }] }) { policy { name } } }`;
  for (const parameters of ['{ metric: "auc", min: 0.5, against: SERVING }', '[{ min: [SERVING] }]', '[SERVING]']) {
    const { data, errors } = await server.answer(document(parameters));
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ message: 'JSON has no SERVING: write it as a text, "SERVING"' }]);
  }
});

test('what a demand leaves out is asked for in words', async () => {
  const { refused } = await set({ name: 'wrong', demands: [{ type: 'SOAK_TIME', parameters: { hours: 1 } }] });
  const path = 'input.demands[0].parameters.stage';
  expect(refused).toEqual({
    ...{ code: 'BAD_USER_INPUT', path, message: `${path}: expected the earlier stage; came nothing` },
  });
});

test('an organisation adds stages of its own, and says otherwise which moves are allowed', async () => {
  const define = async (input: object) => (await server.query<{ defineStage: object }>(DEFINE, { input })).defineStage;
  expect(await define({ name: 'PILOT', from: ['STAGING'], description: 'One shop.' })).toEqual({
    stage: { name: 'PILOT', description: 'One shop.', from: ['STAGING'] },
    refused: null,
  });
  expect(await set({ name: 'pilot', demands: [soak('PILOT')] })).toMatchObject({ refused: null });
  expect(await define({ name: 'PRODUCTION', from: ['PILOT'] })).toMatchObject({ stage: { from: ['PILOT'] } });
  const { stages } = await server.query<{ stages: { name: string; from: string[] }[] }>('{ stages { name from } }');
  expect(stages.map(({ name }) => name)).toEqual(
    'REGISTERED DEV TEST STAGING SHADOW CANARY AB PRODUCTION PILOT'.split(' '),
  );
  expect(stages).toContainEqual({ name: 'PRODUCTION', from: ['PILOT'] });
  expect(await define({ name: 'LATER', from: ['NOWHERE'] })).toMatchObject({
    stage: null,
    refused: { code: 'BAD_USER_INPUT', path: 'input.from[0]' },
  });
  expect(await define({ name: 'PILOT', from: ['PILOT'] })).toMatchObject({ refused: { path: 'input.from[0]' } });
  // Back again is a way, too; only what nothing leads to any more is not.
  expect(await define({ name: 'STAGING', from: ['TEST', 'PRODUCTION'] })).toMatchObject({ refused: null });
  expect(await define({ name: 'STAGING', from: ['PRODUCTION'] })).toMatchObject({
    stage: null,
    refused: {
      code: 'BAD_USER_INPUT',
      path: 'input.from',
      message: expect.stringContaining('none to PRODUCTION, PILOT, STAGING') as string,
    },
  });
});
