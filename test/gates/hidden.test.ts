import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERYBODY, type Viewer } from '../../src/kernel/viewer.ts';
import { visibilityOf } from '../../src/kernel/visibility.ts';
import { answerFor } from '../kit/as-viewer.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { World } from './stories/story.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const worldOf = (namespace: string) => World.begun(server, namespace);

const hiding = (kind: string): Viewer => ({
  id: `without ${kind}`,
  visibility: visibilityOf([{ kinds: [kind], effect: 'STOP' }], 'COUNT'),
});
const PROMOTE = `mutation ($input: PromoteInput!) { promote(input: $input) { promotion { id } refused { code } } }`;

test('from whom the model is hidden, the same is demanded of as of everybody', async () => {
  const world = await worldOf('tier-hidden');
  const set = 'mutation ($input: SetPolicyInput!) { setPolicy(input: $input) { refused { message } } }';
  const demands = [{ type: 'RANDOM_SEED_SET' }];
  await server.query(set, { input: { name: 'strict', stage: 'DEV', tier: world.namespace, demands } });
  const input = { release: world.release, stage: 'DEV', by: 'mara' };
  expect(await answerFor(hiding('MODEL'), server, PROMOTE, { input })).toMatchObject({
    data: { promote: { promotion: null, refused: { code: 'NOT_READY' } } },
  });
});

test('nothing passes by not being seen: what a hidden part would say is not known', async () => {
  const world = await worldOf('serving-hidden');
  const serving = world.urn('MODEL_VERSION', 'churn@1');
  await world.entity('MODEL_VERSION', 'churn@1', { metrics: { auc: 0.9 } });
  await world.entity('MODEL_VERSION', 'churn@2', { metrics: { auc: 0.7 } });
  await world.relate('CONTAINS', world.model, serving);
  await world.entity('DEPLOYMENT', 'api');
  await world.relate('RELEASED_TO', serving, world.urn('DEPLOYMENT', 'api'), { id: 'now', stage: 'PRODUCTION' });
  const set = 'mutation ($input: SetPolicyInput!) { setPolicy(input: $input) { refused { message } } }';
  const demands = [{ type: 'METRIC_THRESHOLD', parameters: { metric: 'auc', against: 'SERVING' } }];
  await server.query(set, { input: { name: 'better', stage: 'DEV', tier: world.namespace, demands } });
  const document = `query ($release: ID!) { promotionReadiness(release: $release, stage: "DEV") {
    requirements { verdict why } } }`;
  const hidingOne: Viewer = {
    id: 'without what serves',
    visibility: visibilityOf([{ ids: [serving], effect: 'PASS' }], 'NONE'),
  };
  const told = async (viewer: Viewer) => {
    const { data } = await answerFor(viewer, server, document, { release: world.release });
    return (data as unknown as Readiness).promotionReadiness.requirements;
  };
  expect(await told(EVERYBODY)).toMatchObject([{ verdict: 'FAIL' }]);
  for (const viewer of [hidingOne, hiding('DEPLOYMENT')]) {
    expect(await told(viewer)).toEqual([{ verdict: 'UNKNOWN', why: expect.stringMatching(/hidden/) as string }]);
  }
});

interface Readiness {
  readonly promotionReadiness: { readonly requirements: readonly object[] };
}
