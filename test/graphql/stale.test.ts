import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { runEvent } from '../contract/arbitrary-runs.ts';

const urn = (kind: string, name: string) => `urn:throughline:${kind}:shop:${name}`;
const [ORDERS, USERS, DAILY, JOB] = [
  ...['orders', 'users', 'daily'].map((name) => urn('dataset', name)),
  urn('job', 'load'),
] as [string, string, string, string];
const time = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour)).toISOString();

/** Eight hourly runs, of which the last two leave out the users. */
const RUNS = Array.from({ length: 8 }, (_, hour) =>
  runEvent({
    ...{ job: JOB, key: `run-${hour}`, eventType: 'COMPLETE', at: time(hour), source: 'openlineage' },
    ...{ inputs: hour < 6 ? [ORDERS, USERS] : [ORDERS], outputs: [DAILY] },
  }),
).flat();

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  const kpi = { fact: 'relation', type: 'MEASURES', from: DAILY, to: urn('business-kpi', 'sales'), source: 'test' };
  await applyFacts(server, [...RUNS, { ...kpi, at: time(0) }]);
});
afterAll(() => server[Symbol.asyncDispose]());

async function ask<T>(field: string, hour: number): Promise<T> {
  const document = `query ($at: Moment) { found: ${field} }`;
  return (await server.query<{ found: T }>(document, { at: { asOf: time(hour) } })).found;
}

interface Walked {
  readonly links: readonly { readonly from: string; readonly stale: boolean }[];
  readonly answer: { readonly staleLinks: number };
}

/** From where each link leads, with a mark behind it where it is stale; and how many are. */
async function upstream(hour: number, filter = ''): Promise<unknown> {
  const field = `lineage(of: ["${DAILY}"], direction: UPSTREAM, at: $at${filter}) {
    links { from stale } answer { staleLinks } }`;
  const { links, answer } = await ask<Walked>(field, hour);
  return [links.map(({ from, stale }) => `${from.split(':').at(-1)}${stale ? '?' : ''}`).sort(), answer.staleLinks];
}

test('what the runs of a job did not show for three times their gap is told as stale, and counted', async () => {
  expect(await upstream(7)).toEqual([['load', 'orders', 'users'], 0]);
  expect(await upstream(8)).toEqual([['load', 'orders', 'users?'], 1]);
  expect(await upstream(10)).toEqual([['load?', 'orders?', 'users?'], 3]);
});

test('a walk that leaves stale relations out does not follow them', async () => {
  const filter = ', filter: { includeStale: false }';
  expect(await upstream(8, filter)).toEqual([['load', 'orders'], 0]);
  expect(await upstream(10, filter)).toEqual([[], 0]);
});

test('a link over kinds that do not appear is stale where any relation along it is', async () => {
  const filter = ', filter: { kinds: [DATASET] }';
  expect(await upstream(8, filter)).toEqual([['orders', 'users?'], 1]);
});

test('paths and impact count what is stale, too', async () => {
  const paths = `paths(from: "${USERS}", to: "${DAILY}", at: $at) { paths { links { stale } } answer { staleLinks } }`;
  expect(await ask(paths, 8)).toEqual({
    paths: [{ links: [{ stale: true }, { stale: false }] }],
    answer: { staleLinks: 1 },
  });
  expect(await ask(`impact(of: ["${USERS}"], at: $at) { answer { staleLinks } }`, 10)).toEqual({
    answer: { staleLinks: 2 },
  });
});

test('a job tells after how long what it showed is stale, and a declared interval goes before', async () => {
  const interval = `entity(id: "${JOB}", at: $at) { ... on Job { staleAfterSeconds } }`;
  expect(await ask(interval, 3)).toEqual({ staleAfterSeconds: null });
  expect(await ask(interval, 8)).toEqual({ staleAfterSeconds: 10_800 });
  const declared = { fact: 'entity', kind: 'JOB', namespace: 'shop', name: 'load', at: time(9), source: 'scheduler' };
  await applyFacts(server, [{ ...declared, props: { expectedIntervalSeconds: 86_400 } }]);
  expect(await ask(interval, 8)).toEqual({ staleAfterSeconds: 10_800 });
  expect(await ask(interval, 10)).toEqual({ staleAfterSeconds: 86_400 });
  expect(await upstream(10)).toEqual([['load', 'orders', 'users'], 0]);
});
