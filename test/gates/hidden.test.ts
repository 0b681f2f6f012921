import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Viewer } from '../../src/kernel/viewer.ts';
import { visibilityOf } from '../../src/kernel/visibility.ts';
import { answerFor } from '../kit/as-viewer.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { World } from './stories/story.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

async function worldOf(namespace: string): Promise<World> {
  const world = new World(server, namespace);
  await world.begin();
  return world;
}

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
