import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { startThroughline } from '../../../src/app.ts';
import { formatUrn } from '../../../src/kernel/urn.ts';
import { applyFacts } from '../../kit/apply-facts.ts';
import { subscribe } from '../../kit/subscribe.ts';
import { startServer, type TestServer } from '../../kit/server.ts';

const PATH = '/api/v1/alerts/alertmanager';
const ORDERS = formatUrn('DATASET', 's3://lake', 'features/orders_daily');

interface Sample {
  readonly alerts: readonly Record<string, unknown>[];
}

/** As Alertmanager 0.25 sent it; only where it says that it runs is made up. */
const sample = (name: string) =>
  JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')) as Sample & Record<string, unknown>;
const firing = sample('firing');
const [unmapped, mapped] = firing.alerts as [Record<string, unknown>, Record<string, unknown>];

const dataset = (namespace: string, name: string) => ({
  ...{ fact: 'entity', kind: 'DATASET', namespace, name, at: '2026-11-01T00:00:00Z', source: 'test' },
});

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await applyFacts(server, [dataset('s3://lake', 'features/orders_daily')]);
});
afterAll(() => server[Symbol.asyncDispose]());

async function post(body: unknown, to = server): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await to.post(PATH, body);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

interface Told {
  readonly id: string;
  readonly key: string;
  readonly raised: number;
  readonly entity: { readonly id: string } | null;
  readonly history: { readonly nodes: readonly { readonly type: string }[] };
}

async function alerts(args = 'open: null'): Promise<Told[]> {
  const { alerts: page } = await server.query<{ alerts: { nodes: Told[] } }>(
    `{ alerts(${args}, first: 100) { nodes { id key source severity reason title description labels details state startsAt endsAt raised
       entity { id } history { nodes { type } } } } }`,
  );
  return page.nodes;
}

const eventsOf = ({ history }: Told) => history.nodes.map(({ type }) => type).reverse();

test('what really came is raised, kept where it maps to nothing, and resolved one by one', async () => {
  expect(await post(firing)).toEqual({
    status: 201,
    body: { position: expect.any(String) as string, taken: [0, 1], unmapped: [0], cut: [], truncated: 0 },
  });
  const [onOrders, other] = (await alerts()) as [Told, Told];
  expect(onOrders).toMatchObject({
    ...{ key: mapped['fingerprint'], source: 'alertmanager', state: 'OPEN', entity: { id: ORDERS }, title: 'PSI 0.31' },
    ...{ severity: 'CRITICAL', reason: 'Its label severity is "critical".', labels: mapped['labels'] },
    details: { annotations: mapped['annotations'], generatorUrl: 'http://prom.test/graph' },
    startsAt: '2026-11-23T22:12:45.370518Z',
  });
  expect(other).toMatchObject({ key: unmapped['fingerprint'], severity: 'INFORMATIONAL', entity: null });
  expect((await alerts('unmapped: true')).map(({ id }) => id)).toEqual([other.id]);
  // Alertmanager says the same again after a while, and another of its replicas does at once.
  const again = await Promise.all([post(firing), post(firing)]);
  expect(again.map(({ status }) => status)).toEqual([201, 201]);
  await post(sample('one-resolved'));
  await post(firing);
  const [open, over] = (await alerts()) as [Told, Told];
  expect([open, over]).toMatchObject([
    { id: onOrders.id, state: 'OPEN', raised: 1 },
    { id: other.id, state: 'RESOLVED', endsAt: '2026-11-23T22:12:50.000000Z' },
  ]);
  expect([open, over].map(eventsOf)).toEqual([['RAISED'], ['RAISED', 'RESOLVED']]);
});

const alert = (fingerprint: string, more: object = {}) => ({
  ...{ status: 'firing', labels: { alertname: 'A' }, annotations: {}, generatorURL: '', fingerprint },
  ...{ startsAt: '2026-11-20T00:00:00Z', endsAt: '0001-01-01T00:00:00Z', ...more },
});
const body = (...members: unknown[]) => ({ version: '4', status: 'firing', alerts: members });

test('an alert that fires anew is the next one, and an end whose beginning was lost is kept', async () => {
  await post(body(alert('anew')));
  await post(body(alert('anew', { status: 'resolved', endsAt: '2026-11-20T01:00:00Z' })));
  await post(body(alert('anew', { startsAt: '2026-11-20T02:00:00Z' })));
  await post(body(alert('lost', { status: 'resolved', endsAt: '2026-11-20T01:00:00Z' })));
  const told = await alerts();
  const of = (key: string) => told.filter((each) => each.key === key).map(eventsOf);
  expect(of('anew')).toEqual([['RAISED'], ['RAISED', 'RESOLVED']]);
  expect(of('lost')).toEqual([['RAISED', 'RESOLVED']]);
});

test('the end of one that comes late leaves the next one open, and an end is taken at the moment of the beginning', async () => {
  const [first, second] = ['2026-11-20T00:00:00Z', '2026-11-20T02:00:00Z'];
  const over = (startsAt: string, endsAt: string) => body(alert('late', { status: 'resolved', startsAt, endsAt }));
  const told = async () => (await alerts()).filter(({ key }) => key === 'late').map(eventsOf);
  await post(body(alert('late', { startsAt: first })));
  await post(over(first, '2026-11-20T01:00:00Z'));
  await post(body(alert('late', { startsAt: second })));
  // A replica, or a second try, tells the end once more; it may know of a later one, yet of none of what is open.
  for (const endsAt of ['2026-11-20T01:00:00Z', second]) await post(over(first, endsAt));
  expect(await told()).toEqual([['RAISED'], ['RAISED', 'RESOLVED']]);
  await post(over(second, second));
  expect(await told()).toEqual([
    ['RAISED', 'RESOLVED'],
    ['RAISED', 'RESOLVED'],
  ]);
});

test('an alert that came before what it is about was known is told of as soon as it is said again', async () => {
  const labels = { alertname: 'A', namespace: 'lake', dataset: 'early' };
  const early = body(alert('early', { labels }));
  const urn = formatUrn('DATASET', 'lake', 'early');
  expect((await post(early)).body).toMatchObject({ unmapped: [0] });
  await applyFacts(server, [dataset('lake', 'early')]);
  const document = `subscription ($scopes: [ID!]) { alerts(scopes: $scopes) {
    ... on AlertEvent { type alert { key raised entity { id } } via { nodes { id } } } } }`;
  await using feed = subscribe(server, document, { scopes: [urn] });
  await feed.next();
  // Said once more behind that it changes nothing.
  for (let times = 0; times < 2; times++) expect((await post(early)).body).toMatchObject({ unmapped: [] });
  await post(body(alert('early', { labels, annotations: { summary: 'worse' } })));
  const told = (raised: number) => ({ key: 'early', raised, entity: { id: urn } });
  for (const [type, raised] of [
    ['ENTERED_SCOPE', 2],
    ['REPEATED', 3],
  ] as const) {
    expect(await feed.next()).toEqual({ alerts: { type, alert: told(raised), via: { nodes: [{ id: urn }] } } });
  }
  const { entity } = await server.query<{ entity: object }>(
    'query ($urn: ID!) { entity(id: $urn) { alerts { nodes { key raised entity { id } } } } }',
    { urn },
  );
  expect(entity).toEqual({ alerts: { nodes: [told(3)] } });
  expect((await alerts('unmapped: true')).filter(({ key }) => key === 'early')).toEqual([]);
});

test('an alert about nothing that is known is in no feed of what happens to entities', async () => {
  const after = await applyFacts(server, [dataset('feed', 'begins')]);
  await post(body(alert('about nothing')));
  await applyFacts(server, [dataset('feed', 'goes on')]);
  const document = `subscription ($after: LogPosition) { entityChanges(after: $after) {
    ... on ChangeEvent { change { entity { name } } } } }`;
  await using feed = subscribe(server, document, { after });
  await feed.next();
  expect(await feed.next()).toEqual({ entityChanges: { change: { entity: { name: 'goes on' } } } });
});

test('what is changed while it goes on is told once', async () => {
  await post(body(alert('changed')));
  const worse = {
    labels: { alertname: 'A', severity: 'page' },
    annotations: { summary: 'worse', description: 'much' },
  };
  await post(body(alert('changed', worse), alert('changed', worse)));
  const [told] = (await alerts()).filter(({ key }) => key === 'changed');
  expect(told).toMatchObject({ raised: 2, severity: 'CRITICAL', title: 'worse' });
  expect(eventsOf(told!)).toEqual(['RAISED', 'REPEATED']);
});

test('what is wrong in one alert is named, and the others are taken', async () => {
  const members = [
    alert('right 1'),
    { ...alert('x'), status: 'pending', startsAt: 'now', fingerprint: 7 },
    'nothing',
    { ...alert('y'), labels: { severity: 1 }, status: 'resolved' },
    alert('right 2'),
  ];
  const answer = await post(body(...members));
  expect(answer).toMatchObject({ status: 400, body: { taken: [0, 4], unmapped: [0, 4] } });
  const places = (answer.body['errors'] as { index: number; path: string }[]).map(({ index, path }) => [index, path]);
  expect(places).toEqual([
    ...['status', 'fingerprint', 'startsAt'].map((name) => [1, `alerts[1].${name}`]),
    [2, 'alerts[2]'],
    ...['labels.severity', 'endsAt'].map((name) => [3, `alerts[3].${name}`]),
  ]);
  expect((await alerts()).filter(({ key }) => key.startsWith('right'))).toHaveLength(2);
});

test('a group of any size is taken, and what was left out of it is told', async () => {
  const members = Array.from({ length: 2_001 }, (_, index) => alert(`of many ${index}`));
  const all = members.map((_, index) => index);
  expect(await post({ ...body(...members), truncatedAlerts: 7 })).toEqual({
    ...{
      status: 201,
      body: { position: expect.any(String) as string, taken: all, unmapped: all, cut: [], truncated: 7 },
    },
  });
  const wrong = members.map((member) => ({ ...member, status: 'pending' }));
  expect((await post(body(...wrong))).body['errors']).toHaveLength(100);
});

test.each<[what: string, payload: unknown, path: string]>([
  ['no object', [], ''],
  ['another version', { ...body(), version: '3' }, 'version'],
  ['no alerts', { version: '4' }, 'alerts'],
  ['alerts that are no list', { version: '4', alerts: {} }, 'alerts'],
  ['alerts left out that are no number', { ...body(), truncatedAlerts: 'many' }, 'truncatedAlerts'],
  ['half an alert left out', { ...body(), truncatedAlerts: 1.5 }, 'truncatedAlerts'],
  ['less than no alert left out', { ...body(), truncatedAlerts: -1 }, 'truncatedAlerts'],
])('%s is refused as a whole', async (_what, payload, path) => {
  expect(await post(payload)).toMatchObject({ status: 400, body: { errors: [{ index: null, path }] } });
});

test('what is wrong with the group is told of none of its alerts, which are taken', async () => {
  expect(await post({ ...body(alert('of a group')), externalURL: 5 })).toMatchObject({
    ...{ status: 400, body: { taken: [0], errors: [{ index: null, path: 'externalURL' }] } },
  });
});

test('no text costs an alert: it is cut, or put in one line, and what it is about is found all the same', async () => {
  const crowd = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`l${index}`, 'x']));
  const long = 'x'.repeat(10_001);
  // The newest, so that they are on the first page.
  const startsAt = '2026-11-25T00:00:00Z';
  const labels = { ...crowd, alertname: 'crowd', urn: ORDERS, severity: 'page' };
  const broken = { alertname: 'two\r\nlines\ud800', namespace: '\udfff', dataset: 'a\u0000b', 'n\u0000': 'x' };
  const answer = await post(
    body(
      alert('crowd', {
        startsAt,
        labels,
        annotations: { summary: long, description: long, runbook: long },
        generatorURL: long,
      }),
      alert('broken', { startsAt, labels: broken, annotations: { summary: ' ', description: 'a\u0000\nb' } }),
      alert('long', { startsAt, labels: { alertname: 'long', a: long, ['n'.repeat(3_000)]: 'x' } }),
    ),
  );
  expect(answer).toMatchObject({ status: 201, body: { taken: [0, 1, 2], unmapped: [1, 2], cut: [0, 2] } });
  type Kept = Told & Record<'title' | 'description', string> & { labels: object; details: { annotations: object } };
  const kept = (await alerts()) as Kept[];
  const [first, second, third] = ['crowd', 'broken', 'long'].map((key) => kept.find((each) => each.key === key)!);
  expect(first).toMatchObject({
    ...{ entity: { id: ORDERS }, severity: 'CRITICAL', title: 'x'.repeat(2_000), description: 'x'.repeat(10_000) },
    ...{ labels: { alertname: 'crowd', urn: ORDERS, severity: 'page' } },
    details: { annotations: { runbook: 'x'.repeat(10_000) }, generatorUrl: 'x'.repeat(10_000) },
  });
  expect(Object.keys(first!.labels)).toHaveLength(100);
  expect(second).toMatchObject({
    ...{ title: 'two lines\ufffd', description: 'a\ufffd\nb' },
    labels: { alertname: 'two\r\nlines\ufffd', namespace: '\ufffd', dataset: 'a\ufffdb', 'n\ufffd': 'x' },
  });
  expect(third?.labels).toEqual({ alertname: 'long', a: 'x'.repeat(2_000), ['n'.repeat(2_000)]: 'x' });
});

test('labels name entities by rules of one’s own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-rules-'));
  const file = join(folder, 'rules.json');
  const setting = { THROUGHLINE_ALERT_MAPPING: file };
  try {
    writeFileSync(file, JSON.stringify([{ kind: 'DATASET', namespace: 's3://{bucket}', name: '{path}' }]));
    await using own = await startServer(setting);
    await applyFacts(own, [dataset('s3://lake', 'a')]);
    const labels = { alertname: 'A', bucket: 'lake', path: 'a' };
    expect((await post(body(alert('own', { labels }), alert('none')), own)).body).toMatchObject({ unmapped: [1] });
    for (const [rules, why] of [
      ['[{"kind": "TABLE"}]', /\[0\]\.kind: expected one of .*DATASET.*came "TABLE"/],
      ['{}', /expected a list of rules/],
      ['[', /JSON/],
    ] as const) {
      writeFileSync(file, rules);
      const config = readConfig({ ...setting, THROUGHLINE_DATA: join(folder, 'data'), PORT: '0' });
      await expect(startThroughline(config)).rejects.toThrow(why);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
