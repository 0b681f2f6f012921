import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../kit/server.ts';
import { World } from './stories/story.ts';
import { verdictOn } from './verdict-on.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const worldOf = (namespace: string) => World.begun(server, namespace);

const custom = (expression: string) => ({ type: 'CUSTOM', parameters: { expression } });

test('what a run told that was taken back is no evidence any more', async () => {
  const world = await worldOf('run-gone');
  await world.entity('EXPERIMENT_RUN', 'run-2', { randomSeed: 4, metrics: { auc: 0.9 } });
  const demands = [
    { type: 'RANDOM_SEED_SET' },
    { type: 'METRIC_THRESHOLD', parameters: { metric: 'auc', min: 0.8 } },
    custom('run.metrics["auc"] > 0.8'),
  ];
  for (const demand of demands) expect(await verdictOn(world, demand)).toMatchObject({ verdict: 'PASS' });
  await world.retire(world.run);
  for (const demand of demands) expect(await verdictOn(world, demand)).toMatchObject({ verdict: 'UNKNOWN' });
});

test('of several runs that are told to have made it none is taken at random', async () => {
  const world = await worldOf('two-runs');
  await world.entity('EXPERIMENT_RUN', 'run-1', { randomSeed: 4 });
  await world.relate('PRODUCED', world.urn('EXPERIMENT_RUN', 'run-1'), world.release);
  expect(await verdictOn(world, { type: 'RANDOM_SEED_SET' })).toEqual({
    verdict: 'UNKNOWN',
    why: 'It can not be told: several runs are told to have made churn@2: run-1, run-2.',
  });
  await world.retire(world.run);
  expect(await verdictOn(world, { type: 'RANDOM_SEED_SET' })).toMatchObject({ verdict: 'PASS' });
});

test('a KPI that is gone judges nothing, and on a deployment that is gone nothing serves', async () => {
  const world = await worldOf('kpi-gone');
  const [api, kpi] = [world.urn('DEPLOYMENT', 'api'), world.urn('BUSINESS_KPI', 'retention')];
  const definitions = { id: '2025', validFrom: '2025-01-01T00:00:00Z' };
  await world.entity('DEPLOYMENT', 'api');
  await world.entity('BUSINESS_KPI', 'retention', { definitions });
  await world.relate('RELEASED_TO', world.release, api, { id: 'r1', stage: 'PRODUCTION' });
  await world.relate('AFFECTS', api, kpi);
  const demand = { type: 'KPI_LINKED' };
  expect(await verdictOn(world, demand)).toMatchObject({ verdict: 'PASS' });
  await world.retire(kpi);
  expect(await verdictOn(world, demand)).toMatchObject({ verdict: 'FAIL' });
  await world.entity('BUSINESS_KPI', 'retention', { definitions });
  expect(await verdictOn(world, demand)).toMatchObject({ verdict: 'PASS' });
  await world.retire(api);
  expect(await verdictOn(world, demand)).toMatchObject({ verdict: 'UNKNOWN' });
});

test('what is demanded of all owners, or of all releases, is not known where there are none', async () => {
  const world = await worldOf('nobody');
  const owners = custom('owners.all(each, each.active)');
  const releases = custom('releases.all(each, each.hours > 3.0)');
  for (const demand of [owners, releases]) {
    expect(await verdictOn(world, demand)).toMatchObject({ verdict: 'UNKNOWN' });
  }
  await world.entity('PERSON', 'mara');
  await world.relate('OWNS', world.urn('PERSON', 'mara'), world.model);
  expect(await verdictOn(world, owners)).toMatchObject({ verdict: 'PASS' });
  await world.retire(world.urn('PERSON', 'mara'));
  expect(await verdictOn(world, owners)).toMatchObject({ verdict: 'FAIL' });
});

test('a time that falls short is not rounded up to what is demanded', async () => {
  const world = await worldOf('soak');
  const api = world.urn('DEPLOYMENT', 'api');
  await world.entity('DEPLOYMENT', 'api');
  const canary = { id: 'r1', stage: 'CANARY' };
  await world.relate('RELEASED_TO', world.release, api, canary, { at: '2025-12-01T00:00:00Z' });
  await world.unrelate('RELEASED_TO', world.release, api, 'r1', { at: '2025-12-02T23:59:00Z' });
  expect(await verdictOn(world, { type: 'SOAK_TIME', parameters: { stage: 'CANARY', hours: 48 } })).toEqual({
    verdict: 'FAIL',
    why: 'churn@2 has served in CANARY for 47.9 of 48 hours.',
  });
});
