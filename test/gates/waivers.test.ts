import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../kit/server.ts';
import { World } from './stories/story.ts';

let server: TestServer;
let world: World;
beforeAll(async () => {
  server = await startServer();
  world = new World(server, 'waivers');
  await world.begin();
});
afterAll(() => server[Symbol.asyncDispose]());

const SET = `mutation ($input: SetPolicyInput!) { setPolicy(input: $input) {
  policy { version mayWaive } refused { code path message } } }`;
const WAIVE = `mutation ($input: WaiveRequirementInput!) { waiveRequirement(input: $input) {
  waiver { id type parameters by } refused { code path message } } }`;
const READY = `query ($release: ID!) { promotionReadiness(release: $release, stage: "DEV") {
  requirements { verdict found waiver } } }`;

interface Waived {
  readonly waiver: { readonly id: string } | null;
  readonly refused: object | null;
}

async function set(demand: object, more: object = {}) {
  const input = { name: 'basics', stage: 'DEV', demands: [{ id: 'one', ...demand }], ...more };
  return (await server.query<{ setPolicy: object }>(SET, { input })).setPolicy;
}

async function waive(by = 'helen'): Promise<Waived> {
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const input = { release: world.release, policy: 'basics', demand: 'one', by, reason: 'Backfilled.', until };
  return (await server.query<{ waiveRequirement: Waived }>(WAIVE, { input })).waiveRequirement;
}

async function found(): Promise<object | undefined> {
  const { promotionReadiness } = await server.query<{ promotionReadiness: { requirements: object[] } }>(READY, {
    release: world.release,
  });
  return promotionReadiness.requirements[0];
}

test('a waiver is for what was demanded when it was given, not for all that comes under its name', async () => {
  const lenient = { type: 'CHANGE_NOTE', parameters: { words: 2 } };
  await set(lenient);
  const { waiver } = await waive();
  expect(waiver).toMatchObject({ type: 'CHANGE_NOTE', parameters: { words: 2 }, by: 'helen' });
  expect(await found()).toEqual({ verdict: 'WAIVED', found: 'FAIL', waiver: waiver?.id });
  await set({ type: 'CHANGE_NOTE', parameters: { words: 20 } });
  expect(await found()).toEqual({ verdict: 'FAIL', found: 'FAIL', waiver: null });
  await set({ type: 'RANDOM_SEED_SET' });
  expect(await found()).toEqual({ verdict: 'FAIL', found: 'FAIL', waiver: null });
  // The earlier one stands in nobody's way.
  const seed = (await waive()).waiver;
  expect(await found()).toEqual({ verdict: 'WAIVED', found: 'FAIL', waiver: seed?.id });
  await set(lenient);
  expect(await found()).toEqual({ verdict: 'WAIVED', found: 'FAIL', waiver: waiver?.id });
});

test('who may waive is said by the policy, and anybody else is FORBIDDEN', async () => {
  const demand = { type: 'CHANGE_NOTE', parameters: { words: 7 } };
  expect(await set(demand, { mayWaive: ['omar', 'helen', 'omar'] })).toMatchObject({
    policy: { mayWaive: ['helen', 'omar'] },
  });
  expect(await waive('mallory')).toEqual({
    waiver: null,
    refused: {
      ...{ code: 'FORBIDDEN', path: 'input.by' },
      message: 'input.by: expected who may waive what basics demands (helen, omar); came "mallory"',
    },
  });
  expect(await waive('omar')).toMatchObject({ waiver: { by: 'omar' }, refused: null });
  await set({ type: 'CHANGE_NOTE', parameters: { words: 8 } }, { mayWaive: [] });
  expect(await waive('omar')).toMatchObject({ waiver: null, refused: { code: 'FORBIDDEN' } });
  await set({ type: 'CHANGE_NOTE', parameters: { words: 9 } });
  expect(await waive('mallory')).toMatchObject({ refused: null });
  expect(await set(demand, { mayWaive: [' '] })).toMatchObject({
    refused: { code: 'BAD_USER_INPUT', path: 'input.mayWaive[0]' },
  });
});
