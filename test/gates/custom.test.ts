import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../kit/server.ts';
import { World } from './stories/story.ts';

let server: TestServer;
let world: World;
beforeAll(async () => {
  server = await startServer();
  world = new World(server, 'custom');
  await world.begin();
  for (let index = 0; index < 200; index++) {
    await world.relate('USED_BY', world.urn('DATASET', `source-${index}`), world.run);
  }
});
afterAll(() => server[Symbol.asyncDispose]());

const SET = 'mutation ($input: SetPolicyInput!) { setPolicy(input: $input) { refused { code path message } } }';

async function demand(expression: string, tier: string) {
  const demands = [{ type: 'CUSTOM', parameters: { expression } }];
  const { setPolicy } = await server.query<{ setPolicy: { refused: object | null } }>(SET, {
    input: { name: 'custom', stage: 'DEV', tier, demands },
  });
  return setPolicy.refused;
}

async function verdict() {
  const { promotionReadiness } = await server.query<{ promotionReadiness: { requirements: object[] } }>(
    `query ($release: ID!) { promotionReadiness(release: $release, stage: "DEV") { requirements { verdict why } } }`,
    { release: world.release },
  );
  return promotionReadiness.requirements[0];
}

test.each([
  ['release.name ==', /it is not right: .*at character \d+/],
  ['run.nope == 1', /No such key: nope/],
  ['people.size() > 1', /Unknown variable: people/],
  ['upstream.all(each, each.depht > 1)', /No such key: depht/],
  ['run.name > 1', /it is not right/],
  ['size(upstream)', /it comes to int, where true or false is expected/],
  ['x'.repeat(5_001), /5001 characters, where 5000 are the most/],
])('%s is refused when it is written', async (expression, message) => {
  const path = 'input.demands[0].parameters.expression';
  expect(await demand(expression, 'nobody')).toMatchObject({
    ...{ code: 'BAD_USER_INPUT', path, message: expect.stringMatching(message) as string },
  });
});

test('one that runs long is cut off and comes to nothing; the server goes on, and so does the next', async () => {
  const each = (inner: string, name: string) => `upstream.all(${name}, ${inner})`;
  const long = ['a', 'b', 'c', 'd'].reduce(each, 'a.name != "none"');
  expect(await demand(long, 'custom')).toBeNull();
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 50);
  expect(await verdict()).toMatchObject({
    verdict: 'UNKNOWN',
    why: expect.stringContaining('longer than 1 s') as string,
  });
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(3);
  expect(await demand('upstream.size() == 202', 'custom')).toBeNull();
  expect(await verdict()).toMatchObject({ verdict: 'PASS' });
});

test('one that grows without bounds ends what evaluates it and comes to nothing; the server goes on, and so does the next', async () => {
  const eightfold = '.map(each, each + each + each + each + each + each + each + each)';
  expect(await demand(`["sixteen letters."]${eightfold.repeat(8)}[0].size() > 1`, 'custom')).toBeNull();
  expect(await verdict()).toMatchObject({
    verdict: 'UNKNOWN',
    why: expect.stringContaining('beyond 128 MB of memory') as string,
  });
  expect(await demand('upstream.size() == 202', 'custom')).toBeNull();
  expect(await verdict()).toMatchObject({ verdict: 'PASS' });
});

test('what an expression may speak of is told with all that it has', async () => {
  const { requirements } = await server.query<{ requirements: { type: string; reads: string[] }[] }>(
    '{ requirements { type reads } }',
  );
  const { reads } = requirements.find(({ type }) => type === 'CUSTOM') ?? { reads: [] };
  expect(reads).toContain(
    'model: What it is a version of. Has name: string, tier: string, task: string, tags: list<string>.',
  );
  expect(reads.map((each) => each.split(':')[0])).toContain('upstream, a list');
});
