import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatUrn, type Urn } from '../../src/kernel/urn.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { receiveWebhooks, type WebhookReceiver } from '../kit/webhook-receiver.ts';
import { idOf, payloadOf, told, webhooksOf } from '../kit/webhooks.ts';
import { verified } from '../webhooks/verified.ts';

const id = (kind: string, name: string) => formatUrn(kind, 'hooks', name);
const [orders, clean, other] = ['orders', 'clean', 'other'].map((name) => id('DATASET', name)) as [Urn, Urn, Urn];
const wash = id('JOB', 'wash');

const NOWHERE = 'its host has no address, or one that is not allowed';

let server: TestServer;
let target: WebhookReceiver;

async function begin(env: Record<string, string> = {}): Promise<void> {
  server = await startServer({ THROUGHLINE_WEBHOOK_ALLOW: '127.0.0.0/8', LOG_LEVEL: 'error', ...env });
  const relation = (type: string, from: string, to: string) => ({
    ...{ fact: 'relation', type, from, to, at: '2026-01-01T00:00:00Z', source: 'test' },
  });
  const job = id('JOB', 'elsewhere');
  await applyFacts(server, [
    ...[relation('READ_BY', orders, wash), relation('WRITES', wash, clean), relation('READ_BY', other, job)],
  ]);
}

beforeEach(async () => {
  target = await receiveWebhooks();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await target[Symbol.asyncDispose]();
});

const { hook, raise, replay, ...api } = webhooksOf(() => server);
const create = (input: Record<string, unknown> = {}) => api.create({ url: target.url, ...input });
const delivery = async (webhook: { readonly id: string }) => {
  const { delivered, attempts, error } = (await hook(webhook)).delivery;
  return { delivered, attempts, error };
};

test('what alerts do upstream of its scopes is posted in order, signed as Standard Webhooks has it', async () => {
  await begin();
  const { secret } = await create({ scopes: [clean], filter: { severities: ['CRITICAL'] }, description: 'on call' });
  await raise(orders, 'one');
  await raise(other, 'elsewhere');
  await raise(orders, 'minor', 'INFORMATIONAL');
  await raise(clean, 'two');
  await raise(orders, 'one');
  const received = await target.until(3);
  expect(told(received)).toEqual(['alert.raised one', 'alert.raised two', 'alert.repeated one']);
  for (const { body, headers } of received) {
    expect(() => verified(secret, headers, body)).not.toThrow();
    expect(() => verified(secret, headers, `${body} `)).toThrow(/signature/i);
  }
  expect(payloadOf(received[0]!)).toMatchObject({
    timestamp: expect.any(String) as string,
    data: {
      position: expect.any(String) as string,
      type: 'RAISED',
      via: { length: 2 },
      alert: { entity: { id: orders } },
    },
  });
});

test('one that does not take a message is tried again, later and later, and gets the others behind it', async () => {
  await begin();
  const { webhook } = await create();
  target.answer(503);
  for (const key of ['a', 'b', 'c']) await raise(orders, key);
  await target.until(2);
  await expect
    .poll(() => delivery(webhook))
    .toEqual({
      delivered: 0,
      attempts: 2,
      error: 'it answered 503',
    });
  target.answer(200);
  const received = (await target.until(5)).slice(-3);
  expect(told(received)).toEqual(['alert.raised a', 'alert.raised b', 'alert.raised c']);
  expect(idOf(received[0]!)).toBe(idOf(target.received[0]!));
  await expect.poll(() => delivery(webhook)).toEqual({ delivered: 3, attempts: 0, error: null });
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toContain('throughline_webhook_attempts_total{outcome="taken"} 3');
  expect(metrics).toMatch(/throughline_webhook_attempts_total\{outcome="failed"\} [2-9]/);
});

test('what is given up is kept, does not hold up what follows, and is sent again when somebody asks', async () => {
  await begin({ THROUGHLINE_WEBHOOK_PATIENCE_MINUTES: '0' });
  const { webhook, secret } = await create();
  target.answer(500);
  await raise(orders, 'lost');
  await target.until(1);
  await expect.poll(async () => (await hook(webhook)).deadLetters.nodes.length).toBe(1);
  target.answer(200);
  await raise(orders, 'next');
  expect(told(await target.until(2))).toEqual(['alert.raised lost', 'alert.raised next']);
  const [letter] = (await hook(webhook)).deadLetters.nodes;
  expect(letter).toMatchObject({
    messageId: idOf(target.received[0]!),
    attempts: 1,
    error: 'it answered 500',
    state: 'DEAD',
  });
  expect(await replay([letter?.id])).toEqual({ deadLetters: [{ state: 'QUEUED' }], refused: null });
  const again = (await target.until(3))[2]!;
  expect(again.body).toBe(target.received[0]?.body);
  expect(idOf(again)).toBe(idOf(target.received[0]!));
  verified(secret, again.headers, again.body);
  await expect.poll(async () => (await hook(webhook)).deadLetters.nodes).toEqual([]);
  expect(await replay([letter?.id])).toMatchObject({ refused: { code: 'CONFLICT', path: 'ids[0]' } });
});

test('one that is gone is paused, and goes on with what happened meanwhile once somebody says so', async () => {
  await begin();
  const { webhook } = await create();
  target.answer(410);
  await raise(orders, 'first');
  await expect.poll(() => hook(webhook)).toMatchObject({ state: 'PAUSED', reason: 'The target answered 410 Gone.' });
  await raise(orders, 'second');
  target.answer(200);
  const before = target.received.length;
  await api.update(webhook, { paused: false });
  const received = (await target.until(before + 2)).slice(before);
  expect(told(received)).toEqual(['alert.raised first', 'alert.raised second']);
});

test('each secret that was replaced within a day signs, too; a webhook that is deleted gets nothing more', async () => {
  await begin();
  const { webhook, secret } = await create();
  const rotate = async () => {
    const { rotateWebhookSecret } = await server.query<{ rotateWebhookSecret: { secret: string } }>(
      'mutation ($id: ID!) { rotateWebhookSecret(id: $id) { secret } }',
      { id: webhook.id },
    );
    return rotateWebhookSecret.secret;
  };
  const secrets = [secret, await rotate(), await rotate()];
  expect(new Set(secrets).size).toBe(3);
  await expect
    .poll(async () => {
      await raise(orders, 'turned');
      const last = target.received.at(-1);
      return last?.headers['webhook-signature']?.toString().split(' ').length;
    })
    .toBe(3);
  const last = target.received.at(-1)!;
  for (const each of secrets) verified(each, last.headers, last.body);
  const remove = 'mutation ($id: ID!) { deleteWebhook(id: $id) { webhook { state } refused { code } } }';
  expect(await server.query(remove, { id: webhook.id })).toMatchObject({
    deleteWebhook: { webhook: { state: 'DELETED' } },
  });
  expect(await server.query(remove, { id: webhook.id })).toMatchObject({
    deleteWebhook: { refused: { code: 'NOT_FOUND' } },
  });
  expect(await server.query('{ webhooks { nodes { id } total { value } } }')).toEqual({
    webhooks: { nodes: [], total: { value: 0 } },
  });
});

test('private and loopback targets get nothing unless they are allowed, whatever name they go by', async () => {
  await begin({ THROUGHLINE_WEBHOOK_ALLOW: '' });
  const port = new URL(target.url).port;
  for (const host of [
    '127.0.0.1',
    '[::1]',
    '10.1.2.3',
    '169.254.169.254',
    '[::ffff:127.0.0.1]',
    '2130706433',
    '0x7f.1',
    '0.0.0.0',
    '[fe80::1]',
    '[64:ff9b::10.1.2.3]',
    '168.63.129.16',
  ]) {
    expect([host, await create({ url: `http://${host}:${port}/` })]).toMatchObject([
      host,
      { webhook: null, secret: null, refused: { code: 'BAD_USER_INPUT', path: 'input.url' } },
    ]);
  }
  for (const [url, came] of [
    ['ftp://example.com/', 'ftp://example.com/'],
    ['nonsense', 'nonsense'],
    ['http://user:word@example.com/', '…@example.com/'],
    ['http://example.com:0/', 'http://example.com:0/'],
  ]) {
    const message = expect.stringMatching(new RegExp(`^input.url: it .*; came "${came}"$`)) as string;
    expect(await create({ url })).toMatchObject({ refused: { code: 'BAD_USER_INPUT', path: 'input.url', message } });
  }
  const { webhook } = await create({ url: `http://localhost:${port}/` });
  await raise(orders, 'inside');
  await expect.poll(async () => (await hook(webhook)).delivery.error).toBe(NOWHERE);
  const { webhook: nobody } = await create({ url: `http://nobody.invalid:${port}/` });
  await raise(orders, 'nowhere');
  // Nobody learns from it which names there are in a network that is not theirs.
  await expect.poll(async () => (await hook(nobody)).delivery.error).toBe(NOWHERE);
  expect(target.received).toEqual([]);
});

test('a redirection is not followed', async () => {
  await begin();
  const elsewhere = await receiveWebhooks();
  const { webhook } = await create();
  target.answer(307, { location: elsewhere.url });
  await raise(orders, 'moved');
  await expect.poll(async () => (await hook(webhook)).delivery.error).toBe('it answered 307');
  expect(elsewhere.received).toEqual([]);
  await elsewhere[Symbol.asyncDispose]();
});

test.each([
  ['a scope that is not there', { scopes: [id('DATASET', 'nobody')] }, 'NOT_FOUND', 'input.scopes[0]'],
  ['a scope that is no URN', { scopes: ['orders'] }, 'BAD_USER_INPUT', 'input.scopes[0]'],
  ['no scope at all', { scopes: [] }, 'BAD_USER_INPUT', 'input.scopes'],
  ['a filter that nothing passes', { filter: { kinds: [] } }, 'BAD_USER_INPUT', 'input.filter.kinds'],
  ['a position that is none', { after: 'x' }, 'BAD_USER_INPUT', 'input.after'],
  ['an empty position', { after: '' }, 'BAD_USER_INPUT', 'input.after'],
])('%s is refused', async (_name, input, code, path) => {
  await begin();
  expect(await create(input)).toMatchObject({ webhook: null, secret: null, refused: { code, path } });
});

test('what posts nowhere else than before is no change, and a URL is kept as it is posted to', async () => {
  await begin();
  const { webhook } = await create({ url: ` ${target.url}\r\n#part` });
  const asked =
    'mutation ($id: ID!, $input: UpdateWebhookInput!) { updateWebhook(id: $id, input: $input) { position webhook { url } } }';
  type Updated = { updateWebhook: { position: string; webhook: { url: string } } };
  const update = async (input: object) => (await server.query<Updated>(asked, { id: webhook.id, input })).updateWebhook;
  const now = await update({});
  expect(now.webhook.url).toBe(target.url);
  const nothing = { url: null, description: null, paused: null };
  for (const input of [{}, nothing, { url: `${target.url}#` }, { paused: false }]) {
    expect(await update(input)).toEqual(now);
  }
  expect((await update({ description: 'on call' })).position).not.toBe(now.position);
  expect(await replay([])).toMatchObject({ deadLetters: [], refused: { code: 'BAD_USER_INPUT', path: 'ids' } });
});

test('one whose target never answers holds up no other', async () => {
  await begin();
  const silent = createServer(() => {});
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const asked = once(silent, 'request');
  const { webhook } = await create({ url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/` });
  await create();
  await raise(orders, 'first');
  await asked;
  for (const key of ['second', 'third', 'fourth']) await raise(orders, key);
  const keys = ['first', 'second', 'third', 'fourth'];
  expect(told(await target.until(4))).toEqual(keys.map((key) => `alert.raised ${key}`));
  // All that while the other one waits for its first answer.
  expect(await delivery(webhook)).toEqual({ delivered: 0, attempts: 0, error: null });
  silent.closeAllConnections();
  silent.close();
});
