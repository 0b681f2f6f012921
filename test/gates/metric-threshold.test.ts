import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../kit/server.ts';
import { World } from './stories/story.ts';
import { verdictOn } from './verdict-on.ts';

let server: TestServer;
let world: World;
beforeAll(async () => {
  server = await startServer();
  world = new World(server, 'metrics');
  await world.begin();
});
afterAll(() => server[Symbol.asyncDispose]());

const demand = (parameters: object) =>
  verdictOn(world, { type: 'METRIC_THRESHOLD', parameters: { metric: 'loss', ...parameters } });
const why = (text: RegExp) => expect.stringMatching(text) as string;

async function serves(name: string, loss: number | null, stage: string) {
  const version = world.urn('MODEL_VERSION', name);
  await world.entity('MODEL_VERSION', name, loss === null ? {} : { metrics: { loss } });
  await world.relate('CONTAINS', world.model, version);
  await world.relate('RELEASED_TO', version, world.urn('DEPLOYMENT', 'api'), { id: name, stage });
}

test('a policy has to say what is demanded of the metric', async () => {
  await expect(demand({})).rejects.toThrow('parameters.min: expected this, or max, or against; came none of them');
});

test('what the run tells counts where the version tells nothing', async () => {
  expect(await demand({ max: 0.3 })).toEqual({ verdict: 'UNKNOWN', why: 'Nobody tells loss of churn@2.' });
  await world.entity('EXPERIMENT_RUN', 'run-2', { metrics: { loss: 0.25 } });
  expect(await demand({ max: 0.3 })).toEqual({ verdict: 'PASS', why: 'Of churn@2 loss is 0.25.' });
  await world.entity('MODEL_VERSION', 'churn@2', { metrics: { loss: 0.35 } });
  expect(await demand({ max: 0.3 })).toEqual({ verdict: 'FAIL', why: 'Of churn@2 loss is 0.35, more than 0.3.' });
});

test('it is held against all that serves in the stage, and the first has nothing to be held against', async () => {
  const lower = { against: 'SERVING', direction: 'LOWER' };
  await serves('churn@0', 0.1, 'STAGING');
  expect(await demand(lower)).toMatchObject({ verdict: 'UNKNOWN', why: why(/no other version of churn serves/) });
  await serves('churn@1', 0.36, 'PRODUCTION');
  expect(await demand(lower)).toMatchObject({ verdict: 'PASS', why: why(/not worse than that of churn@1/) });
  expect(await demand({ ...lower, direction: 'HIGHER' })).toMatchObject({ verdict: 'FAIL' });
  expect(await demand({ ...lower, stage: 'STAGING' })).toMatchObject({
    verdict: 'FAIL',
    why: why(/churn@0 in STAGING/),
  });
  await serves('churn@3', null, 'PRODUCTION');
  expect(await demand(lower)).toMatchObject({ verdict: 'UNKNOWN', why: why(/Nobody tells loss of churn@3/) });
});

test('of what it is a version nobody says: so it is not the first either', async () => {
  await world.unrelate('CONTAINS', world.model, world.release);
  // Without a model no policy is for its tier alone.
  const input = { name: 'all', stage: 'TEST', demands: [{ type: 'METRIC_THRESHOLD', parameters: LOOSE }] };
  await server.query('mutation ($input: SetPolicyInput!) { setPolicy(input: $input) { position } }', { input });
  const { promotionReadiness } = await server.query<{ promotionReadiness: { requirements: object[] } }>(
    `query ($release: ID!) { promotionReadiness(release: $release, stage: "TEST") { requirements { verdict why } } }`,
    { release: world.release },
  );
  expect(promotionReadiness.requirements.at(-1)).toMatchObject({ verdict: 'UNKNOWN', why: why(/a version of/) });
});

const LOOSE = { metric: 'loss', max: 10, against: 'SERVING' };
