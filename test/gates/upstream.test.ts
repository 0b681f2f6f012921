import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../kit/server.ts';
import { verdictOn } from './verdict-on.ts';
import { World } from './stories/story.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const worldOf = (namespace: string) => World.begun(server, namespace);

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

test('each dataset that a job writes was written by a run that succeeded, not long ago', async () => {
  const world = await worldOf('age');
  const demand = { type: 'UPSTREAM_FRESH', parameters: { maxAgeHours: 24 } };
  const load = world.urn('JOB', 'load');
  const ran = (run: string, eventType: string, hours: number) =>
    world.observe(load, 'run', { eventType }, run, { at: hoursAgo(hours) });

  expect(await verdictOn(world, demand)).toMatchObject({
    verdict: 'UNKNOWN',
    why: expect.stringMatching(/No job is known that writes/) as string,
  });
  await world.relate('WRITES', load, world.data);
  expect(await verdictOn(world, demand)).toMatchObject({
    verdict: 'UNKNOWN',
    why: expect.stringMatching(/No run is known of what writes customers/) as string,
  });
  await ran('r1', 'FAIL', 2);
  expect(await verdictOn(world, demand)).toMatchObject({
    verdict: 'FAIL',
    why: expect.stringMatching(/customers by no run that is known/) as string,
  });
  await ran('r0', 'COMPLETE', 30.5);
  expect(await verdictOn(world, demand)).toMatchObject({
    verdict: 'FAIL',
    why: expect.stringMatching(/customers 30.5 hours ago/) as string,
  });
  await ran('r2', 'COMPLETE', 1);
  expect(await verdictOn(world, demand)).toMatchObject({ verdict: 'PASS' });
});

test('what writes the table of a column that comes from others is upstream, and so are its checks', async () => {
  const world = await worldOf('columns');
  const [raw, mart, job] = [world.urn('DATASET', 'raw'), world.urn('DATASET', 'mart'), world.urn('JOB', 'build')];
  const [from, to] = [world.urn('FIELD', 'raw#id'), world.urn('FIELD', 'mart#id')];
  await world.relate('CONTAINS', raw, from);
  await world.relate('CONTAINS', mart, to);
  await world.relate('DERIVES', from, to);
  await world.relate('WRITES', job, mart, {}, { provenance: 'OBSERVED' });
  await world.entity('JOB', 'build', { expectedIntervalSeconds: 60 });
  await world.unrelate('USED_BY', world.data, world.run);
  await world.relate('USED_BY', to, world.run);
  // Of this one the table is known by its name alone.
  await world.relate('USED_BY', world.urn('FIELD', 'gone#id'), world.run);
  await world.observe(mart, 'assertions', [{ assertion: 'unique', success: false }]);

  const fresh = { type: 'UPSTREAM_FRESH' };
  expect(await verdictOn(world, fresh)).toMatchObject({
    verdict: 'FAIL',
    why: expect.stringMatching(/Stale upstream: build -WRITES-> mart/) as string,
  });
  const checks = { type: 'UPSTREAM_CHECKS_PASS' };
  expect(await verdictOn(world, checks)).toMatchObject({
    verdict: 'FAIL',
    why: expect.stringMatching(/unique does not hold for mart/) as string,
  });
});

test('a warning does not count unless it is said to; and so many datasets have to be checked', async () => {
  const world = await worldOf('warnings');
  const checks = (parameters: object) => verdictOn(world, { type: 'UPSTREAM_CHECKS_PASS', parameters });
  await world.observe(world.data, 'assertions', [{ assertion: 'recent', success: false, severity: 'warn' }]);
  expect(await checks({})).toMatchObject({ verdict: 'PASS' });
  expect(await checks({ warnings: true })).toMatchObject({
    verdict: 'FAIL',
    why: expect.stringMatching(/recent does not hold/) as string,
  });
  expect(await checks({ minDatasets: 2 })).toMatchObject({
    verdict: 'UNKNOWN',
    why: expect.stringMatching(/1 are checked/) as string,
  });
});
