import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GraphQLError } from 'graphql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildGraph, createExecutor, type Execute } from '../../src/graphql/index.ts';
import type { Services } from '../../src/domains/services.ts';
import { behind } from '../../src/kernel/moment.ts';
import { formatUrn } from '../../src/kernel/urn.ts';
import { runConsumers } from '../../src/live/consumers.ts';
import { createAddressRule, createDelivery, createPoster } from '../../src/webhooks/index.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { receiveWebhooks, type WebhookReceiver } from '../kit/webhook-receiver.ts';
import { idOf, payloadOf, told, webhooksOf } from '../kit/webhooks.ts';

const orders = formatUrn('DATASET', 'trouble', 'orders');
const schema = buildGraph();
const execute = createExecutor(schema);
const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;

let server: TestServer;
let target: WebhookReceiver;
const { create, update, hook, raise, replay } = webhooksOf(() => server);

const describe = (name: string) =>
  applyFacts(server, [
    { fact: 'entity', kind: 'DATASET', namespace: 'trouble', name, at: '2026-01-01T00:00:00Z', source: 'test' },
  ]);

/** The server delivers nothing by itself. */
beforeEach(async () => {
  server = await startServer({
    THROUGHLINE_CONSUMERS: 'off',
    THROUGHLINE_WEBHOOK_ALLOW: '127.0.0.0/8',
    LOG_LEVEL: 'error',
  });
  target = await receiveWebhooks();
  await describe('orders');
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await target[Symbol.asyncDispose]();
});

interface Given {
  readonly patience?: number;
  readonly execute?: Execute;
  readonly services?: Services;
}

/** What delivers on an instance, from here to the end of the scope. */
function deliver({ patience = HOUR, services = server.services, ...given }: Given = {}) {
  const faults: unknown[] = [];
  const onFault = (error: unknown) => void faults.push(error);
  const poster = createPoster(createAddressRule(['127.0.0.0/8']));
  const graph = { schema, execute: given.execute ?? execute, services };
  const delivery = createDelivery({ graph, poster, patience, told: () => {}, onFault });
  const running = runConsumers(services.store.consumers, 'test', delivery, onFault);
  return {
    faults,
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      poster[Symbol.dispose]();
    },
  };
}

/** Somebody on loopback who does with what is posted as is said. */
async function listening(listener: RequestListener) {
  const http = createServer(listener);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

const keyOf = (item: unknown) => (item as { alert?: { key: string } }).alert?.key;
/** That it has come to the end of the log is written down once nothing follows for a while. */
async function isThrough(webhook: { readonly id: string }, position: string): Promise<void> {
  await expect.poll(async () => (await hook(webhook)).delivery.position).toBe(position);
}

test('a message is made only when its turn has come, each by itself', async () => {
  await create({ url: target.url });
  const made: string[] = [];
  const counted: Execute = (args) => {
    made.push(`${keyOf(args.rootValue)} after ${target.received.length}`);
    return execute(args);
  };
  for (const key of ['a', 'b', 'c']) await raise(orders, key);
  await using _delivering = deliver({ execute: counted });
  expect(told(await target.until(3))).toEqual(['alert.raised a', 'alert.raised b', 'alert.raised c']);
  expect(made).toEqual(['a after 0', 'b after 1', 'c after 2']);
});

test('what can not be made is given up as what can not be delivered, and what follows goes on', async () => {
  const { webhook } = await create({ url: target.url });
  for (const key of ['a', 'bad', 'c']) await raise(orders, key);
  const fault = new Error('it is broken');
  const failing: Execute = (args) => {
    if (keyOf(args.rootValue) !== 'bad') return execute(args);
    return Promise.resolve({ data: null, errors: [new GraphQLError('broken', { originalError: fault })] });
  };
  await using delivering = deliver({ execute: failing, patience: 0 });
  expect(told(await target.until(2))).toEqual(['alert.raised a', 'alert.raised c']);
  expect(delivering.faults).toEqual([fault]);
  const [letter] = (await hook(webhook)).deadLetters.nodes;
  expect(letter).toMatchObject({ state: 'DEAD', attempts: 1, error: 'it could not be made: a fault of ours' });
  expect(JSON.parse(letter?.body ?? '')).toEqual({
    type: 'alert.raised',
    timestamp: expect.any(String) as string,
    data: {
      ...{ position: expect.any(String) as string, type: 'RAISED', at: expect.any(String) as string },
      alert: { id: expect.any(String) as string, key: 'bad' },
    },
  });
});

test('what can not be made is tried again before that', async () => {
  const { webhook } = await create({ url: target.url });
  await raise(orders, 'bad');
  let tries = 0;
  const failing: Execute = (args) => {
    tries += 1;
    if (tries > 1) return execute(args);
    return Promise.resolve({ data: null, errors: [new GraphQLError('broken')] });
  };
  await using delivering = deliver({ execute: failing });
  expect(told(await target.until(1))).toEqual(['alert.raised bad']);
  expect([tries, delivering.faults.length]).toEqual([2, 1]);
  expect((await hook(webhook)).deadLetters.nodes).toEqual([]);
});

/** Services whose feeds reach back to the end of the log alone, and how often one of them began. */
function shortFeeds() {
  const { services } = server;
  const { store } = services;
  let begun = 0;
  const positionAt: typeof store.log.positionAt = async (time) => {
    const position = await store.log.positionAt(time);
    begun += 1;
    return position;
  };
  const short = { ...services, feedRetention: 0, store: { ...store, log: { ...store.log, positionAt } } };
  return { services: short, begun: () => begun };
}

test('what was not told for longer than feeds reach back is a gap, behind which it goes on', async () => {
  const { webhook } = await create({ url: target.url });
  const from = await describe('before');
  {
    await using _delivering = deliver();
    await isThrough(webhook, from);
  }
  await raise(orders, 'missed');
  const resumesAt = await describe('behind');
  await using _delivering = deliver({ services: shortFeeds().services });
  const [gap] = await target.until(1);
  expect(payloadOf(gap!)).toEqual({ type: 'feed.gap', data: { from, resumesAt, reason: 'BEFORE_RETENTION' } });
  await raise(orders, 'later');
  expect(told((await target.until(2)).slice(1))).toEqual(['alert.raised later']);
  expect(new Set(target.received.map(idOf)).size).toBe(2);
});

test('nothing is a gap where all was told, however long ago', async () => {
  const { webhook } = await create({ url: target.url });
  {
    await using _delivering = deliver();
    await raise(orders, 'first');
    await target.until(1);
    await isThrough(webhook, await describe('behind'));
  }
  const { services, begun } = shortFeeds();
  await using _delivering = deliver({ services });
  await expect.poll(begun).toBe(1);
  await raise(orders, 'second');
  expect(told(await target.until(2))).toEqual(['alert.raised first', 'alert.raised second']);
});

/** Gives up what is raised under this key, and tells which letter it is. */
async function dead(webhook: { readonly id: string }, key: string): Promise<string> {
  await using _delivering = deliver({ patience: 0 });
  await raise(orders, key);
  await expect.poll(async () => (await hook(webhook)).deadLetters.nodes.length).toBe(1);
  return (await hook(webhook)).deadLetters.nodes[0]!.id;
}

const letterOf = async (webhook: { readonly id: string }) => (await hook(webhook)).deadLetters.nodes[0];

test('what is to be tried once more waits while its webhook is paused', async () => {
  const { webhook } = await create({ url: target.url });
  target.answer(500);
  const letter = await dead(webhook, 'lost');
  target.answer(200);
  await update(webhook, { paused: true });
  await using other = await receiveWebhooks();
  other.answer(500);
  const { webhook: active } = await create({ url: other.url });
  const otherLetter = await dead(active, 'lost too');
  other.answer(200);
  await replay([letter]);
  await replay([otherLetter]);
  await using _delivering = deliver();
  await expect.poll(async () => letterOf(active)).toBeUndefined();
  expect(await letterOf(webhook)).toMatchObject({ id: letter, state: 'QUEUED' });
  expect(target.received).toHaveLength(1);
  await update(webhook, { paused: false });
  await expect.poll(() => letterOf(webhook)).toBeUndefined();
  expect(target.received.filter((each) => idOf(each) === idOf(target.received[0]!))).toHaveLength(2);
});

test('a target that is gone when it is tried once more is paused, and has it once it goes on', async () => {
  const { webhook } = await create({ url: target.url });
  target.answer(500);
  const letter = await dead(webhook, 'lost');
  target.answer(410);
  await replay([letter]);
  await using _delivering = deliver();
  await expect.poll(() => hook(webhook)).toMatchObject({ state: 'PAUSED' });
  expect(await letterOf(webhook)).toMatchObject({ state: 'QUEUED', attempts: 1 });
  target.answer(200);
  await update(webhook, { paused: false });
  await expect.poll(() => letterOf(webhook)).toBeUndefined();
});

test('a target that never answers holds up what others are to be sent once more no more than anything', async () => {
  let isSilent = false;
  await using silent = await listening((_request, response) => {
    if (!isSilent) response.writeHead(500).end();
  });
  const { webhook } = await create({ url: silent.url });
  const first = await dead(webhook, 'lost');
  isSilent = true;
  const { webhook: other } = await create({ url: target.url });
  target.answer(500);
  const second = await dead(other, 'lost too');
  target.answer(200);
  await replay([first]);
  await replay([second]);
  await using _delivering = deliver();
  await expect.poll(() => letterOf(other)).toBeUndefined();
  expect(await letterOf(webhook)).toMatchObject({ state: 'QUEUED' });
});

test('what nobody can be sent any more is not to be tried once more', async () => {
  const { webhook } = await create({ url: target.url });
  target.answer(500);
  const letter = await dead(webhook, 'lost');
  await server.query('mutation ($id: ID!) { deleteWebhook(id: $id) { refused { code } } }', { id: webhook.id });
  expect(await replay([letter])).toMatchObject({ refused: { code: 'CONFLICT', path: 'ids[0]' } });
});

test.each([
  ['is to post elsewhere', async (webhook: { readonly id: string }, url: string) => update(webhook, { url })],
  [
    'goes on',
    async (webhook: { readonly id: string }, url: string) => {
      await update(webhook, { url, paused: true });
      await update(webhook, { paused: false });
    },
  ],
])('one that %s is tried at once, and has all its time again', async (_what, mend) => {
  await using mended = await receiveWebhooks();
  mended.answer(500);
  const { webhook } = await create({ url: target.url });
  await raise(orders, 'late');
  const { consumers } = server.services.store;
  const [lease] = await consumers.lease([{ name: `webhook ${webhook.id}`, begin: behind(2) }], 'test', 60_000);
  const nextAttemptAt = server.services.clock() + HOUR;
  const state = { attempts: 9, failingSince: 1, nextAttemptAt, error: 'it answered 503' };
  await consumers.move([{ ...lease!, state }]);
  await using _delivering = deliver();
  await expect.poll(async () => (await hook(webhook)).delivery.attempts).toBe(9);
  await mend(webhook, mended.url);
  expect(told(await mended.until(1))).toEqual(['alert.raised late']);
  await expect.poll(async () => (await hook(webhook)).delivery).toMatchObject({ error: 'it answered 500' });
  const { delivery, deadLetters } = await hook(webhook);
  expect([delivery.attempts < 9, deadLetters.nodes]).toEqual([true, []]);
});
