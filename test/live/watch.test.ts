import { afterAll, beforeAll, expect, test } from 'vitest';
import { ThroughlineError } from '../../src/kernel/errors.ts';
import { behind } from '../../src/kernel/moment.ts';
import { formatUrn, type Urn } from '../../src/kernel/urn.ts';
import { runConsumers } from '../../src/live/consumers.ts';
import { createEvaluator } from '../../src/live/evaluator.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { subscribe } from '../kit/subscribe.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ LOG_LEVEL: 'error' });
});
afterAll(() => server[Symbol.asyncDispose]());

const id = (kind: string, name: string) => formatUrn(kind, 'watch', name);

interface Told {
  readonly type: string;
  readonly alert: {
    readonly title: string;
    readonly severity: string;
    readonly state: string;
    readonly reason: string;
  };
}

const FEED = `subscription ($scopes: [ID!]) { alerts(scopes: $scopes) {
  ... on FeedStart { start: position }
  ... on AlertEvent { type alert { title description severity reason state source entity { id } } } } }`;

/** What happens to alerts on a thing while this is done, so many of them. */
async function toldOf(entity: Urn, count: number, work: () => Promise<unknown>): Promise<Told[]> {
  await using feed = subscribe(server, FEED, { scopes: [entity] });
  await feed.next();
  await work();
  const told: Told[] = [];
  while (told.length < count) told.push(((await feed.next()) as { alerts: Told }).alerts);
  return told;
}

async function runEvent(job: string, run: string, eventType: string, minute: number, more: object = {}): Promise<void> {
  const response = await server.post('/api/v1/lineage', {
    ...{
      eventType,
      eventTime: `2026-05-01T10:${String(minute).padStart(2, '0')}:00Z`,
      producer: 'https://example.com',
    },
    ...{ schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent' },
    ...{ run: { runId: run, facets: {} }, job: { namespace: 'watch', name: job }, inputs: [], outputs: [], ...more },
  });
  expect(response.status).toBe(201);
}

const openOn = async (entity: Urn) => {
  const { entity: found } = await server.query<{ entity: { alerts: { nodes: { title: string }[] } } }>(
    'query ($id: ID!) { entity(id: $id) { alerts { nodes { title } } } }',
    { id: entity },
  );
  return found.alerts.nodes.map(({ title }) => title);
};

test('a run that fails raises an alert on its job, which a later run that completes ends', async () => {
  await runEvent('nightly', 'first', 'COMPLETE', 1);
  const job = id('JOB', 'nightly');
  const failed = { run: { runId: 'second', facets: { errorMessage: { message: 'out of memory' } } } };
  const told = await toldOf(job, 4, async () => {
    await runEvent('nightly', 'second', 'FAIL', 3, failed);
    await runEvent('nightly', 'second', 'FAIL', 3, failed);
    await runEvent('nightly', 'early', 'COMPLETE', 2);
    await runEvent('nightly', 'third', 'FAIL', 4);
    await runEvent('nightly', 'fourth', 'START', 5);
    await runEvent('nightly', 'fourth', 'COMPLETE', 6);
    await runEvent('nightly', 'late', 'FAIL', 5);
    await runEvent('nightly', 'fifth', 'FAIL', 7);
  });
  expect(told.map(({ type }) => type)).toEqual(['RAISED', 'REPEATED', 'RESOLVED', 'RAISED']);
  expect(told[0]?.alert).toEqual({
    ...{ title: 'A run of nightly failed', description: 'out of memory', severity: 'INFORMATIONAL', state: 'OPEN' },
    ...{ reason: 'No deployment and no business KPI stands downstream.', source: 'failed-runs', entity: { id: job } },
  });
  expect(await openOn(job)).toEqual(['A run of nightly failed']);
});

test('what stands downstream when it fails makes an alert critical', async () => {
  const [job, deployment, kpi] = [id('JOB', 'score'), id('DEPLOYMENT', 'ranking'), id('BUSINESS_KPI', 'revenue')];
  const features = id('DATASET', 'scores');
  const relation = (type: string, from: Urn, to: Urn) => ({
    ...{ fact: 'relation', type, from, to, at: '2026-05-01T00:00:00Z', source: 'test' },
  });
  await applyFacts(server, [
    relation('WRITES', job, features),
    relation('READ_BY', features, id('JOB', 'serve')),
    relation('AFFECTS', deployment, kpi),
    relation('MEASURES', features, kpi),
  ]);
  const [told] = await toldOf(job, 1, () => runEvent('score', 'only', 'FAIL', 8));
  expect(told?.alert).toMatchObject({ severity: 'CRITICAL', reason: 'Downstream of it: 1 business KPI.' });
});

test('an assertion that does not hold raises an alert of its own, until it holds again', async () => {
  const check = (success: boolean, more: object = {}) => ({
    assertion: 'not_null',
    column: 'amount',
    success,
    ...more,
  });
  const run = (runId: string, minute: number, assertions: object[]) =>
    runEvent('check', runId, 'COMPLETE', minute, {
      inputs: [{ namespace: 'watch', name: 'orders', inputFacets: { dataQualityAssertions: { assertions } } }],
    });
  await run('a', 10, [check(true)]);
  const orders = id('DATASET', 'orders');
  const told = await toldOf(orders, 3, async () => {
    await run('b', 11, [
      check(false, { expected: '0', actual: '4', severity: 'warn' }),
      { assertion: 'row_count', success: false, name: 'enough rows' },
    ]);
    await run('c', 12, [check(true), { assertion: 'row_count', success: false, name: 'enough rows' }]);
  });
  const summary = told.map(({ type, alert }) => `${type} ${alert.title}: ${alert.reason}`).sort();
  expect(summary.slice(0, 2)).toEqual([
    'RAISED enough rows does not hold for orders: No deployment and no business KPI stands downstream.',
    'RAISED not_null does not hold for amount of orders: The assertion is of severity warn.',
  ]);
  await expect.poll(() => openOn(orders)).toEqual(['enough rows does not hold for orders']);
});

test('what was observed in another form than an event has raises nothing, and stops nothing', async () => {
  const observe = (of: Urn, metric: string, value: unknown) => ({
    ...{ fact: 'observe', of, metric, key: 'odd', value, at: '2026-05-01T11:00:00Z', source: 'test' },
  });
  const job = id('JOB', 'odd');
  const told = await toldOf(id('JOB', 'nightly'), 1, async () => {
    await applyFacts(server, [
      observe(job, 'run', null),
      observe(job, 'run', ['FAIL']),
      observe(job, 'assertions', [null, 3, { assertion: 4, success: false }, { assertion: 'x' }]),
      observe(job, 'assertions', { assertion: 'x', success: false }),
    ]);
    await runEvent('nightly', 'sixth', 'COMPLETE', 30);
  });
  expect(told[0]?.type).toBe('RESOLVED');
  expect(await openOn(job)).toEqual([]);
});

test('what can not be told is left out and told as a fault, and stops nothing that stands beside it', async () => {
  await using other = await startServer({ THROUGHLINE_CONSUMERS: 'off' });
  const [bad, good] = [id('JOB', 'bad'), id('JOB', 'good')];
  const failed = (of: Urn) => ({
    ...{ fact: 'observe', of, metric: 'run', key: 'one', value: { eventType: 'FAIL' } },
    ...{ at: '2026-05-01T10:00:00Z', source: 'test' },
  });
  await applyFacts(other, [failed(good), failed(bad), failed(id('JOB', 'last'))]);
  const { services } = other;
  const { traversal } = services;
  const refused = new ThroughlineError('LIMIT_EXCEEDED', 'too much stands downstream');
  const impact: typeof traversal.impact = (query, at) =>
    query.of.includes(bad) ? Promise.reject(refused) : traversal.impact(query, at);
  const faults: unknown[] = [];
  const told = (error: unknown) => void faults.push(error);
  const evaluator = createEvaluator({ ...services, traversal: { ...traversal, impact } }, behind(0), told);
  await using _running = runConsumers(services.store.consumers, 'test', () => [evaluator], told);
  const titles = async () => {
    const { alerts } = await other.query<{ alerts: { nodes: { title: string }[] } }>('{ alerts { nodes { title } } }');
    return alerts.nodes.map(({ title }) => title).sort();
  };
  await expect.poll(titles).toEqual(['A run of good failed', 'A run of last failed']);
  expect(faults).toEqual([refused]);
});
