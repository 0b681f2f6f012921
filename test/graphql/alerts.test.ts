import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatUrn } from '../../src/kernel/urn.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { callsOf } from '../kit/counting.ts';
import { startServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
const ORDERS = formatUrn('DATASET', 'alerts', 'orders');
const dataset = (name: string) => ({
  ...{ fact: 'entity', kind: 'DATASET', namespace: 'alerts', name, at: '2026-01-01T00:00:00Z', source: 'test' },
});
beforeAll(async () => {
  server = await startServer();
  await applyFacts(server, ['orders', 'users', 'many'].map(dataset));
});
afterAll(() => server[Symbol.asyncDispose]());

const ALERT = `alert { id key source severity reason title description labels state startsAt endsAt raised note feedback
  entity { id } }`;
const RAISE = `mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) {
  position raised ${ALERT} refused { code path message } } }`;
const input = { entity: ORDERS, severity: 'CRITICAL', title: 'Rows are missing', key: 'rows' };

const labelled = (count: number, text: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`l${index}`, text]));

interface Payload {
  readonly position: string;
  readonly raised: boolean;
  readonly alert: { readonly id: string } & Readonly<Record<string, unknown>>;
  readonly refused: { readonly code: string; readonly path: string; readonly message: string } | null;
}

async function raise(more: object): Promise<Payload> {
  return (await server.query<{ raiseAlert: Payload }>(RAISE, { input: { ...input, ...more } })).raiseAlert;
}

async function change(field: string, args: string): Promise<Payload> {
  const document = `mutation { ${field}(${args}) { position ${ALERT} refused { code path message } } }`;
  return (await server.query<Record<string, Payload>>(document))[field]!;
}

test('one key raises one alert until that is resolved, then the next', async () => {
  const first = await raise({ labels: { team: 'shop' }, startsAt: '2026-02-01T00:00:00Z' });
  expect(first).toMatchObject({
    raised: true,
    refused: null,
    alert: {
      ...{ key: 'rows', source: 'api', severity: 'CRITICAL', title: 'Rows are missing', labels: { team: 'shop' } },
      ...{ state: 'OPEN', startsAt: '2026-02-01T00:00:00.000000Z', endsAt: null, raised: 1, entity: { id: ORDERS } },
    },
  });
  const again = await raise({ severity: 'INFORMATIONAL' });
  expect(again).toMatchObject({ raised: false, alert: { id: first.alert.id, raised: 2, severity: 'INFORMATIONAL' } });
  const id = `id: "${first.alert.id}"`;
  expect(await change('acknowledgeAlert', `${id}, note: "looking"`)).toMatchObject({
    alert: { state: 'ACKNOWLEDGED', note: 'looking', endsAt: null },
  });
  expect(await raise({})).toMatchObject({ raised: false, alert: { state: 'ACKNOWLEDGED' } });
  expect(await change('resolveAlert', `${id}, feedback: USEFUL`)).toMatchObject({
    alert: { state: 'RESOLVED', note: 'looking', feedback: 'USEFUL', endsAt: expect.any(String) as string },
  });
  const next = await raise({});
  expect(next).toMatchObject({ raised: true, alert: { state: 'OPEN', raised: 1, note: null, feedback: null } });
  expect(next.alert.id).not.toBe(first.alert.id);
  const { node } = await server.query<{ node: { history: { nodes: object[]; total: object } } }>(
    `{ node(${id}) { ... on Alert { history { nodes { type state source note feedback } total { value exact } } } } }`,
  );
  expect(node.history.nodes).toMatchObject([
    { type: 'RESOLVED', state: 'RESOLVED', feedback: 'USEFUL' },
    { type: 'REPEATED', state: 'ACKNOWLEDGED' },
    { type: 'ACKNOWLEDGED', state: 'ACKNOWLEDGED', note: 'looking' },
    { type: 'REPEATED', state: 'OPEN' },
    { type: 'RAISED', state: 'OPEN', source: 'api' },
  ]);
  expect(node.history.total).toEqual({ value: 5, exact: true });
  await change('resolveAlert', `id: "${next.alert.id}"`);
});

test('said again, what somebody said changes nothing; what contradicts it is a conflict', async () => {
  const { alert } = await raise({ key: 'said' });
  const id = `id: "${alert.id}"`;
  const taken = await change('acknowledgeAlert', id);
  expect((await change('acknowledgeAlert', id)).position).toBe(taken.position);
  const over = await change('resolveAlert', `${id}, feedback: NOISE`);
  expect(await change('resolveAlert', `${id}, feedback: NOISE`)).toMatchObject({
    position: over.position,
    alert: over.alert,
    refused: null,
  });
  expect(await change('resolveAlert', `${id}, feedback: USEFUL`)).toMatchObject({
    alert: null,
    refused: { code: 'CONFLICT', path: 'id', message: expect.stringContaining(String(over.alert['endsAt'])) as string },
  });
  expect(await change('acknowledgeAlert', id)).toMatchObject({ refused: { code: 'CONFLICT' } });
});

test('however many raise one key at a time, one alert is open', async () => {
  const payloads = await Promise.all(Array.from({ length: 40 }, () => raise({ key: 'storm' })));
  expect(payloads.filter(({ raised }) => raised)).toHaveLength(1);
  expect(new Set(payloads.map(({ alert }) => alert.id)).size).toBe(1);
  const { node } = await server.query<{ node: object }>(
    `{ node(id: "${payloads[0]!.alert.id}") { ... on Alert { raised history { total { value } } } } }`,
  );
  expect(node).toEqual({ raised: 40, history: { total: { value: 40 } } });
});

test.each<[what: string, more: object, code: string, path: string]>([
  ['an entity that nobody named', { entity: formatUrn('DATASET', 'alerts', 'none') }, 'NOT_FOUND', 'entity'],
  ['no URN', { entity: 'orders' }, 'BAD_USER_INPUT', 'entity'],
  ['an empty key', { key: '' }, 'BAD_USER_INPUT', 'key'],
  ['a key that is too long', { key: 'k'.repeat(2_001) }, 'BAD_USER_INPUT', 'key'],
  ['a title with a NUL', { title: 'a\u0000b' }, 'BAD_USER_INPUT', 'title'],
  ['a title of two lines', { title: 'a\nb' }, 'BAD_USER_INPUT', 'title'],
  ['a title of spaces', { title: ' \u00a0 ' }, 'BAD_USER_INPUT', 'title'],
  ['a title that is too long', { title: 't'.repeat(2_001) }, 'BAD_USER_INPUT', 'title'],
  ['a description with a NUL', { description: 'a\u0000b' }, 'BAD_USER_INPUT', 'description'],
  ['a description with half a character', { description: 'a\ud800' }, 'BAD_USER_INPUT', 'description'],
  ['a description that is too long', { description: 'd'.repeat(10_001) }, 'BAD_USER_INPUT', 'description'],
  ['labels that are no object', { labels: ['a'] }, 'BAD_USER_INPUT', 'labels'],
  ['too many labels', { labels: labelled(101, '') }, 'BAD_USER_INPUT', 'labels'],
  ['a label that is too long', { labels: { a: 'l'.repeat(2_001) } }, 'BAD_USER_INPUT', 'labels'],
  ['a label whose name is too long', { labels: { ['l'.repeat(2_001)]: '' } }, 'BAD_USER_INPUT', 'labels'],
  ['a label with a NUL', { labels: { a: ['\u0000'] } }, 'BAD_USER_INPUT', 'labels'],
  ['a label with half a character', { labels: { a: { '\udfff': 1 } } }, 'BAD_USER_INPUT', 'labels'],
  ['no time', { startsAt: 'yesterday' }, 'BAD_USER_INPUT', 'startsAt'],
])('%s is refused, and nothing is raised', async (_what, more, code, path) => {
  expect(await raise(more)).toMatchObject({ raised: false, alert: null, refused: { code, path: `input.${path}` } });
});

test('as much as an alert may hold is taken; a refusal says how much came', async () => {
  const [title, description] = ['t'.repeat(2_000), 'd\n'.repeat(5_000)];
  const labels = labelled(100, 'l'.repeat(2_000));
  expect(await raise({ key: 'full', title, description, labels })).toMatchObject({
    ...{ refused: null, alert: { title, description, labels } },
  });
  expect(await raise({ key: 'full', description: ' ' })).toMatchObject({ alert: { description: null } });
  expect((await raise({ title: `${title}t` })).refused?.message).toBe(
    'input.title: it has 2001 characters, where 2000 are the most',
  );
});

test('an alert that there is not is refused', async () => {
  const none = formatUrn('ALERT', 'api', 'none');
  expect(await change('resolveAlert', `id: "${none}"`)).toMatchObject({ refused: { code: 'NOT_FOUND', path: 'id' } });
  expect(await change('acknowledgeAlert', 'id: "none"')).toMatchObject({ refused: { code: 'BAD_USER_INPUT' } });
  const { node, nodes } = await server.query<{ node: object; nodes: object[] }>(
    `{ node(id: "${none}") { id } nodes(ids: ["${none}", "${ORDERS}"]) { id } }`,
  );
  expect([node, nodes]).toEqual([null, [null, { id: ORDERS }]]);
});

test('alerts on an entity are listed page by page, and as they were', async () => {
  const many = formatUrn('DATASET', 'alerts', 'many');
  const days = ['01', '02', '03'];
  const raised: Payload[] = [];
  for (const day of days) {
    raised.push(await raise({ entity: many, key: `many ${day}`, startsAt: `2026-03-${day}T00:00:00Z` }));
  }
  const ids = raised.map(({ alert }) => alert.id).reverse();
  const LIST = `query ($id: ID!, $at: Moment, $open: Boolean, $first: Int, $after: PageCursor) {
    entity(id: $id, at: $at) { alerts(open: $open, first: $first, after: $after) {
      nodes { id } total { value } pageInfo { hasNextPage endCursor } } } }`;
  type Listed = { entity: { alerts: { nodes: { id: string }[]; total: object; pageInfo: { endCursor: string } } } };
  const list = async (more: object) => (await server.query<Listed>(LIST, { id: many, ...more })).entity.alerts;
  const first = await list({ first: 2 });
  await change('resolveAlert', `id: "${ids[2]!}"`);
  const second = await list({ first: 2, after: first.pageInfo.endCursor });
  expect([...first.nodes, ...second.nodes].map(({ id }) => id)).toEqual(ids);
  expect(second.total).toEqual({ value: 3 });
  expect((await list({})).nodes.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  expect((await list({ open: false })).nodes.map(({ id }) => id)).toEqual([ids[2]]);
  expect((await list({ open: null })).total).toEqual({ value: 3 });
  const then = await list({ at: { asOf: '2026-03-02T12:00:00Z' } });
  expect(then.nodes.map(({ id }) => id)).toEqual(ids.slice(1));
  const { alerts } = await server.query<{ alerts: { nodes: { entity: object }[] } }>(
    '{ alerts(first: 1000) { nodes { entity { id name } } } }',
  );
  expect(alerts.nodes).toContainEqual({ entity: { id: many, name: 'many' } });
});

test('alerts of many entities are one read, and what they are about another', async () => {
  const document = `{ entities(ids: ["${ORDERS}", "${formatUrn('DATASET', 'alerts', 'many')}"]) {
    alerts(open: null) { nodes { id entity { name } } } } }`;
  expect(await callsOf(server, document)).toEqual(['records', 'decidedOn']);
});
