import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../kit/server.ts';
import { World } from './stories/story.ts';
import { verdictOn } from './verdict-on.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const DAY_MS = 86_400_000;
/** Days of a trial that began 200 days ago: what is a year old and more is not looked at. */
const on = (day: number) => ({ at: new Date(Date.now() + (day - 200) * DAY_MS).toISOString() });

/** A deployment with two arms, and the version that is looked at in one of them, or in none. */
async function worldOf(namespace: string, ownArm: string | null, arms: Record<string, number>): Promise<World> {
  const world = new World(server, namespace);
  await world.begin();
  const [api, kpi] = [world.urn('DEPLOYMENT', 'api'), world.urn('BUSINESS_KPI', 'basket')];
  const definitions = { id: '2025', direction: 'HIGHER_IS_BETTER', validFrom: '2025-01-01T00:00:00Z' };
  await world.entity('DEPLOYMENT', 'api');
  await world.entity('BUSINESS_KPI', 'basket', { definitions });
  await world.relate('AFFECTS', api, kpi, {}, on(1));
  for (const [arm, value] of Object.entries(arms)) {
    const version = arm === ownArm ? world.release : world.urn('MODEL_VERSION', `churn@of-${arm}`);
    const released = { id: arm, stage: 'AB', trafficShare: 0.4, arm };
    await world.relate('RELEASED_TO', version, api, released, on(arm === 'control' ? 1 : 2));
    const said = { value, n: 500, variance: 100, arm };
    await world.observe(kpi, 'kpi.part', said, arm, on(60));
  }
  if (ownArm === null) {
    const beside = { id: 'beside', stage: 'AB', trafficShare: 0.2 };
    await world.relate('RELEASED_TO', world.release, api, beside, on(1));
  }
  return world;
}

const demand = (parameters: object = {}) => ({ type: 'KPI_EFFECT_NOT_NEGATIVE', parameters });

test('what another did against it is the opposite of what it did', async () => {
  const better = await worldOf('control-worse', 'control', { control: 50, treatment: 55 });
  expect(await verdictOn(better, demand())).toEqual({
    verdict: 'FAIL',
    why: expect.stringMatching(/It is for the worse: basket on api by -5 \(-6.24 to -3.76\)/) as string,
  });
  const worse = await worldOf('control-better', 'control', { control: 55, treatment: 50 });
  expect(await verdictOn(worse, demand())).toMatchObject({ verdict: 'PASS' });
});

test('what others did against each other says nothing of it', async () => {
  const world = await worldOf('beside', null, { control: 50, treatment: 55 });
  for (const inconclusive of ['UNKNOWN', 'PASS']) {
    expect(await verdictOn(world, demand({ inconclusive }))).toEqual({
      verdict: 'UNKNOWN',
      why: 'It can not be told: basket on api OF_OTHERS.',
    });
  }
});

test('an interval that holds 0 may be let pass; what was not measured, or may be due to something else, may not', async () => {
  const world = await worldOf('near', 'treatment', { control: 50, treatment: 50.1 });
  expect(await verdictOn(world, demand())).toMatchObject({ verdict: 'UNKNOWN' });
  expect(await verdictOn(world, demand({ inconclusive: 'PASS' }))).toMatchObject({ verdict: 'PASS' });
  const unmeasured = await worldOf('unmeasured', 'treatment', { treatment: 50 });
  expect(await verdictOn(unmeasured, demand({ inconclusive: 'PASS' }))).toMatchObject({ verdict: 'UNKNOWN' });
  const overlapped = await worldOf('overlapped', 'treatment', { control: 55, treatment: 50 });
  const other = overlapped.urn('DEPLOYMENT', 'other');
  await overlapped.relate('AFFECTS', other, overlapped.urn('BUSINESS_KPI', 'basket'), {}, on(1));
  const released = { id: 'r', stage: 'PRODUCTION' };
  await overlapped.relate('RELEASED_TO', overlapped.urn('MODEL_VERSION', 'x@1'), other, released, on(10));
  expect(await verdictOn(overlapped, demand({ inconclusive: 'PASS' }))).toMatchObject({
    verdict: 'UNKNOWN',
    why: expect.stringContaining('OVERLAPPING_RELEASE') as string,
  });
});
