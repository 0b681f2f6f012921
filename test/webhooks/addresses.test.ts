import { expect, onTestFinished, test } from 'vitest';
import { createAddressRule, createPoster } from '../../src/webhooks/index.ts';
import { receiveWebhooks } from '../kit/webhook-receiver.ts';

const NOBODY = createAddressRule([]);

test.each([
  ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.0.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1'],
  ...['255.255.255.255', '192.0.0.192', '198.18.0.1', '168.63.129.16'],
  ...['::', '::1', 'fe80::1', 'fd00:ec2::254', 'ff02::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::10.1.2.3'],
  ...['64:ff9b::10.1.2.3', '64:ff9b:1::10.1.2.3', '2002:a01:203::1', '2001::1'],
])('%s is no public address', (address) => {
  expect(NOBODY(address)).toBe(false);
  expect(createAddressRule([address])(address)).toBe(true);
});

test.each(['93.184.216.34', '168.63.129.17', '2606:4700::1111'])('%s is a public address', (address) => {
  expect(NOBODY(address)).toBe(true);
});

test('what is allowed is meant however it is written, and of the other family nothing', () => {
  const isAllowed = createAddressRule(['::0001', '10.0.0.0/8', 'fd00::/8']);
  expect(['::1', '0:0:0:0:0:0:0:1', '10.255.0.1', 'fd12::1'].filter((each) => !isAllowed(each))).toEqual([]);
  expect(['192.168.0.1', '127.0.0.1', '::2', 'fe80::1', '::ffff:10.0.0.1'].filter(isAllowed)).toEqual([]);
});

const lookedUp =
  (...addresses: string[]): Parameters<typeof createPoster>[1] =>
  (_host, _options, done) => {
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
const post = async (allowed: readonly string[], addresses: readonly string[]) => {
  const target = await receiveWebhooks();
  onTestFinished(() => target[Symbol.asyncDispose]());
  using poster = createPoster(createAddressRule(allowed), lookedUp(...addresses));
  const url = `http://hooks.example.com:${new URL(target.url).port}/`;
  const failure = await poster.post(url, {}, '{}', new AbortController().signal);
  return [failure?.error ?? null, target.received.length];
};

test('a name is posted to where all that it leads to is allowed, and is told nothing of it otherwise', async () => {
  const nowhere = ['its host has no address, or one that is not allowed', 0];
  expect(await post(['127.0.0.1'], ['127.0.0.1'])).toEqual([null, 1]);
  expect(await post(['127.0.0.1'], ['127.0.0.1', '10.1.2.3'])).toEqual(nowhere);
  expect(await post(['127.0.0.1'], ['93.184.216.34', '10.1.2.3'])).toEqual(nowhere);
  expect(await post(['10.0.0.0/8'], ['::1'])).toEqual(nowhere);
  expect(await post([], ['168.63.129.16'])).toEqual(nowhere);
  expect(await post([], [])).toEqual(nowhere);
});

test('an address that refuses is not told either', async () => {
  const target = await receiveWebhooks();
  const { port } = new URL(target.url);
  await target[Symbol.asyncDispose]();
  using poster = createPoster(createAddressRule(['127.0.0.1']), lookedUp('127.0.0.1'));
  const failure = await poster.post(`http://hooks.example.com:${port}/`, {}, '{}', new AbortController().signal);
  expect(failure).toEqual({ error: 'it could not be reached: ECONNREFUSED', isGone: false });
});
