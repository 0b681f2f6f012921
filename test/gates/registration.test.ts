import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../kit/server.ts';
import { World } from './stories/story.ts';

let server: TestServer;
let world: World;
beforeAll(async () => {
  server = await startServer();
  world = new World(server, 'registry');
  await world.begin();
  const set = 'mutation ($input: SetPolicyInput!) { setPolicy(input: $input) { policy { id } } }';
  const demands = [{ type: 'RANDOM_SEED_SET' }];
  await server.query(set, { input: { name: 'validation', stage: 'REGISTERED', demands } });
});
afterAll(() => server[Symbol.asyncDispose]());

const REGISTER = `mutation ($input: RegisterModelVersionInput!) { registerModelVersion(input: $input) {
  status version { id version metrics registration model { id } producedBy { id } }
  readiness { ready whyNot } refused { code path message } } }`;

async function register(more: object = {}) {
  const input = { model: world.model, version: '9', run: world.run, props: { metrics: { auc: 0.9 } }, by: 'mara' };
  const { registerModelVersion } = await server.query<{ registerModelVersion: object }>(REGISTER, {
    input: { ...input, ...more },
  });
  return registerModelVersion;
}

test('a version that does not pass its validation stays a candidate with the list; it is admitted once it does', async () => {
  const id = world.urn('MODEL_VERSION', 'churn@9');
  expect(await register()).toEqual({
    status: 'CANDIDATE',
    version: {
      ...{ id, version: '9', metrics: { auc: 0.9 }, registration: 'CANDIDATE' },
      ...{ model: { id: world.model }, producedBy: { id: world.run } },
    },
    readiness: {
      ready: false,
      whyNot: ['The run run-2 says of no random seed. Set a seed, and log it as randomSeed of the run.'],
    },
    refused: null,
  });
  await world.entity('EXPERIMENT_RUN', 'run-2', { randomSeed: 4 });
  expect(await register()).toMatchObject({
    ...{ status: 'ADMITTED', version: { registration: 'ADMITTED' }, readiness: { ready: true } },
  });
  const document = 'query ($id: ID!) { node(id: $id) { ... on Releasable { registration } } }';
  expect(await server.query(document, { id })).toEqual({ node: { registration: 'ADMITTED' } });
});

test('what was admitted stays so when it is registered again, and `readiness` says what does not pass by now', async () => {
  await world.entity('EXPERIMENT_RUN', 'run-2', { randomSeed: null });
  expect(await register()).toMatchObject({
    ...{ status: 'ADMITTED', version: { registration: 'ADMITTED' }, readiness: { ready: false }, refused: null },
  });
});

test('versions of one model that are registered at a time are all admitted: they compete for nothing', async () => {
  await world.entity('EXPERIMENT_RUN', 'run-2', { randomSeed: 4 });
  const answers = await Promise.all(['20', '21', '22', '23'].map((version) => register({ version })));
  expect(answers).toMatchObject(answers.map(() => ({ status: 'ADMITTED', refused: null })));
});

test.each([
  [{ model: 'churn' }, 'BAD_USER_INPUT', 'input.model'],
  [{ model: 'urn:throughline:dataset:registry:customers' }, 'BAD_USER_INPUT', 'input.model'],
  [{ model: 'urn:throughline:model:registry:none' }, 'NOT_FOUND', 'input.model'],
  [{ run: 'urn:throughline:experiment-run:registry:none' }, 'NOT_FOUND', 'input.run'],
  [{ version: '' }, 'BAD_USER_INPUT', 'input.version'],
  [{ props: { metrics: 3, artifactUri: 7 } }, 'BAD_USER_INPUT', 'input.props.artifactUri'],
  [{ props: 'none' }, 'BAD_USER_INPUT', 'input.props'],
  [{ by: '' }, 'BAD_USER_INPUT', 'input.by'],
])('%j is refused with %s', async (more, code, path) => {
  expect(await register(more)).toMatchObject({ status: null, version: null, refused: { code, path } });
});
