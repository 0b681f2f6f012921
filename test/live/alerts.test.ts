import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseTime, type Micros } from '../../src/kernel/time.ts';
import { formatUrn, urnParts, type Urn } from '../../src/kernel/urn.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { visibilityOf } from '../../src/kernel/visibility.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { itemsFor } from '../kit/as-viewer.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { subscribe, type Feed } from '../kit/subscribe.ts';

const FEED = `subscription ($scopes: [ID!], $filter: AlertFilter, $after: LogPosition) {
  alerts(scopes: $scopes, filter: $filter, after: $after) {
    ... on FeedStart { start: position }
    ... on AlertEvent { position type at alert { key state severity entity { name } } via { nodes { id } length } } } }`;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const id = (kind: string, name: string) => formatUrn(kind, 'scope', name);
const [orders, clean, report, far] = ['orders', 'clean', 'report', 'far'].map((name) => id('DATASET', name)) as Urn[];
const [wash, sum] = ['wash', 'sum'].map((name) => id('JOB', name)) as Urn[];
const relation = (type: string, from: Urn, to: Urn, day: number) => ({
  ...{ fact: 'relation', type, from, to, at: `2026-01-0${day}T00:00:00Z`, source: 'test' },
});
const retire = (type: string, from: Urn, to: Urn, day: number) => ({
  ...{ fact: 'retire', of: { type, from, to }, at: `2026-01-0${day}T00:00:00Z`, source: 'test' },
});

async function tell(...facts: object[]): Promise<string> {
  let reached = '';
  for (const fact of facts) reached = await applyFacts(server, [fact]);
  return reached;
}

async function raise(entity: Urn, key: string, severity = 'CRITICAL'): Promise<{ id: string; position: string }> {
  const { raiseAlert } = await server.query<{ raiseAlert: { position: string; alert: { id: string } } }>(
    `mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { position alert { id } } }`,
    { input: { entity, key, severity, title: key } },
  );
  return { id: raiseAlert.alert.id, position: raiseAlert.position };
}

const resolve = (alert: { id: string }) =>
  server.query('mutation ($id: ID!) { resolveAlert(id: $id) { alert { state } } }', { id: alert.id });

interface Item {
  readonly position: string;
  readonly type: string;
  readonly alert: { readonly key: string; readonly state: string; readonly entity: { readonly name: string } };
  readonly via: { readonly nodes: readonly { readonly id: Urn }[]; readonly length: number } | null;
}

async function take(feed: Feed, count: number): Promise<{ told: string[]; positions: string[] }> {
  const [told, positions]: [string[], string[]] = [[], []];
  for (let index = 0; index < count; index++) {
    const { type, alert, via, position } = ((await feed.next()) as { alerts: Item }).alerts;
    const way = via === null ? '' : ` ${via.nodes.map((node) => urnParts(node.id).name).join('>')}`;
    told.push(`${type} ${alert.key}${way}`);
    positions.push(position);
  }
  return { told, positions };
}

/** What happens to alerts on all sides of a scope, and what happens to the graph around it. */
const STORY = [
  'RAISED orders orders>wash>clean>sum>report',
  'RAISED itself report',
  'LEFT_SCOPE orders orders>wash>clean>sum>report',
  'RESOLVED itself report',
  'ENTERED_SCOPE orders orders>sum>report',
  'ENTERED_SCOPE far far>orders>sum>report',
  'LEFT_SCOPE far far>orders>sum>report',
  'RESOLVED orders orders>sum>report',
];

async function happen(): Promise<void> {
  const onOrders = await raise(orders!, 'orders');
  await raise(far!, 'far', 'INFORMATIONAL');
  const onIt = await raise(report!, 'itself');
  await tell(retire('READ_BY', orders!, wash!, 3));
  await resolve(onIt);
  // Both ways at once bring one item.
  await applyFacts(server, [relation('READ_BY', orders!, sum!, 4), relation('READ_BY', orders!, wash!, 4)]);
  const feeding = id('JOB', 'feed');
  await tell(relation('READ_BY', far!, feeding, 5), relation('WRITES', feeding, orders!, 5));
  await tell(retire('WRITES', feeding, orders!, 6));
  await resolve(onOrders);
}

test('alerts on what is watched and upstream of it are told, live and in replay alike, from each place', async () => {
  const after = await tell(
    ...[relation('READ_BY', orders!, wash!, 1), relation('WRITES', wash!, clean!, 1)],
    ...[relation('READ_BY', clean!, sum!, 1), relation('WRITES', sum!, report!, 1), relation('WRITES', sum!, far!, 1)],
  );
  await using live = subscribe(server, FEED, { scopes: [report] });
  expect(await live.next()).toMatchObject({ alerts: { start: expect.any(String) as string } });
  await happen();
  const story = STORY.map((line) => line.replace('far>orders', 'far>feed>orders'));
  expect((await take(live, story.length)).told).toEqual(story);
  await using replay = subscribe(server, FEED, { scopes: [report], after });
  await replay.next();
  const { told, positions } = await take(replay, story.length);
  expect(told).toEqual(story);
  for (const [index, position] of positions.entries()) {
    await using rest = subscribe(server, FEED, { scopes: [report], after: position });
    expect(await rest.next()).toEqual({ alerts: { start: position } });
    expect((await take(rest, story.length - index - 1)).told).toEqual(story.slice(index + 1));
  }
});

test('several alerts that one relation brings have a place each', async () => {
  const [source, copy, target] = ['source', 'copy', 'target'].map((name) =>
    id(name === 'copy' ? 'JOB' : 'DATASET', name),
  );
  const after = await tell(relation('WRITES', copy!, target!, 1), relation('READ_BY', id('DATASET', 'x'), copy!, 1), {
    ...{
      fact: 'entity',
      kind: 'DATASET',
      namespace: 'scope',
      name: 'source',
      at: '2026-01-01T00:00:00Z',
      source: 'test',
    },
  });
  for (const key of ['a', 'b', 'c']) await raise(source!, `several ${key}`);
  await tell(relation('READ_BY', source!, copy!, 2));
  await using feed = subscribe(server, FEED, { scopes: [target], after });
  await feed.next();
  const all = await take(feed, 3);
  expect(all.told.map((line) => line.slice(0, 23)).sort()).toEqual(
    ['a', 'b', 'c'].map((key) => `ENTERED_SCOPE several ${key}`),
  );
  expect(new Set(all.positions).size).toBe(3);
  await using rest = subscribe(server, FEED, { scopes: [target], after: all.positions[0]! });
  await rest.next();
  expect((await take(rest, 2)).told).toEqual(all.told.slice(1));
});

test('without scopes all alerts are told, and a filter leaves out what it says', async () => {
  const { position: after } = await raise(orders!, 'filter start');
  const critical = await raise(orders!, 'filter one');
  await raise(wash!, 'filter two', 'INFORMATIONAL');
  await resolve(critical);
  const told = async (filter: object | null, count: number) => {
    await using feed = subscribe(server, FEED, { after, filter });
    await feed.next();
    return (await take(feed, count)).told;
  };
  expect(await told(null, 3)).toEqual(['RAISED filter one', 'RAISED filter two', 'RESOLVED filter one']);
  expect(await told({ severities: ['INFORMATIONAL'] }, 1)).toEqual(['RAISED filter two']);
  expect(await told({ kinds: ['JOB'] }, 1)).toEqual(['RAISED filter two']);
  expect(await told({ events: ['RESOLVED'], kinds: ['DATASET'] }, 1)).toEqual(['RESOLVED filter one']);
});

test('what is hidden is not told, nor what stands behind it', async () => {
  const { position: after } = await raise(orders!, 'hidden start');
  await raise(clean!, 'on the hidden');
  await raise(report!, 'seen');
  const viewer = { id: 'v', visibility: visibilityOf([{ effect: 'STOP', ids: [clean!] }], 'NONE') };
  const items = await itemsFor(viewer, server, FEED, { after, scopes: [report] }, 2);
  expect(items.map(({ data }) => (data as { alerts: Partial<Item> }).alerts.alert?.key)).toEqual([undefined, 'seen']);
});

test.each<[what: string, variables: object, code: string, argument: string]>([
  ['an unknown scope', { scopes: [id('DATASET', 'none')] }, 'NOT_FOUND', 'scopes[0]'],
  ['a scope that is no URN', { scopes: ['none'] }, 'BAD_USER_INPUT', 'scopes[0]'],
  ['a place that is none', { after: 'none' }, 'BAD_USER_INPUT', 'after'],
])('%s is refused at once', async (_what, variables, code, argument) => {
  await using feed = subscribe(server, FEED, { ...variables });
  const problem = await feed.next().then(
    () => null,
    (error: unknown) => JSON.stringify(error, Object.getOwnPropertyNames(error)),
  );
  expect(problem).toContain(code);
  expect(problem).toContain(argument);
});

test('for alerts nothing is walked as long as nothing changes around the scope', async () => {
  const after = (await server.answer('{ __typename }')).extensions?.position;
  for (const key of ['left-out-1', 'left-out-2', 'left-out-3']) await raise(orders!, key);
  await raise(orders!, 'told', 'INFORMATIONAL');
  let walks = 0;
  const { traversal } = server.services;
  const reach: typeof traversal.reach = (query, at) => {
    walks += 1;
    return traversal.reach(query, at);
  };
  const services = { ...server.services, traversal: { ...traversal, reach } };
  const items = await itemsFor(EVERYBODY, { ...server, services }, FEED, { after, scopes: [orders] }, 5);
  expect(items[4]).toMatchObject({ data: { alerts: { alert: { key: 'told' } } } });
  // Where it begins.
  expect(walks).toBe(1);
});

test('what brings an alert in is told as well where the filter leaves out what came before', async () => {
  const [source, scope] = [id('DATASET', 'only-entered'), id('DATASET', 'entered')];
  const [first, second] = [id('JOB', 'first'), id('JOB', 'second')];
  const between = id('DATASET', 'between');
  const after = await tell(relation('WRITES', second, scope, 1), relation('READ_BY', source, first, 1));
  const asked = { scopes: [scope], filter: { events: ['ENTERED_SCOPE'] } };
  const open = await server.query<{ alerts: { nodes: { id: string }[] } }>('{ alerts(first: 100) { nodes { id } } }');
  for (const alert of open.alerts.nodes) await resolve(alert);
  await using live = subscribe(server, FEED, asked);
  await live.next();
  // While nothing is open; then an alert that is not told of; then what brings it in, and what does behind that.
  await tell(relation('READ_BY', between, second, 2));
  await raise(source, 'brought-in');
  await tell(relation('WRITES', first, between, 3));
  const told = await live.next();
  expect(told).toMatchObject({ alerts: { type: 'ENTERED_SCOPE', alert: { key: 'brought-in' }, via: { length: 4 } } });
  const [, replayed] = await itemsFor(EVERYBODY, server, FEED, { ...asked, after }, 2);
  expect(replayed).toMatchObject({ data: told });
});

test('what is upstream hangs on the time of each change, and not on when somebody began to watch', async () => {
  const [source, scope, job] = [id('DATASET', 'timed'), id('DATASET', 'until'), id('JOB', 'until')];
  const ends = { props: { validTo: '2040-01-01T00:00:00Z' } };
  await tell(relation('READ_BY', source, id('JOB', 'elsewhere'), 1));
  await raise(source, 'timed');
  const after = await tell({ ...relation('WRITES', job, scope, 1), ...ends });
  await tell(relation('READ_BY', source, job, 2), relation('READ_BY', id('DATASET', 'other'), job, 2));
  const told = (clock: () => Micros) => {
    const services = { ...server.services, clock, feedRetention: clock() };
    return itemsFor(EVERYBODY, { ...server, services }, FEED, { scopes: [scope], after }, 2);
  };
  const now = await told(server.services.clock);
  expect(now[1]).toMatchObject({ data: { alerts: { type: 'ENTERED_SCOPE', alert: { key: 'timed' } } } });
  expect(await told(() => parseTime('2041-01-01T00:00:00Z') as Micros)).toEqual(now);
});
