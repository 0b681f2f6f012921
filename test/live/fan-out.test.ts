import { getNamedType, GraphQLError, isInputObjectType, isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGraph } from '../../src/graphql/index.ts';
import { ThroughlineError } from '../../src/kernel/errors.ts';
import { formatUrn } from '../../src/kernel/urn.ts';
import { visibilityOf } from '../../src/kernel/visibility.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { feedsOf, type Subscriber } from '../kit/feeds.ts';
import { startServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const FEED = `subscription ($kinds: [EntityKind!], $after: LogPosition) { entityChanges(kinds: $kinds, after: $after) {
  ... on FeedStart { start: position } ... on ChangeEvent { position change { type entity { name } } } } }`;

let day = 0;
const described = (kind: string, name: string) => ({
  ...{ fact: 'entity', kind, namespace: 'fan-out', name, props: { description: `${(day += 1)}` } },
  ...{ at: '2026-01-01T00:00:00Z', source: 'test' },
});

interface Told {
  readonly start?: string;
  readonly change?: { readonly entity: { readonly name: string } };
}
const names = ({ told }: Subscriber) =>
  told.map((data) => {
    const { start, change } = data['entityChanges'] as unknown as Told;
    return start === undefined ? change?.entity.name : 'start';
  });

test('what many ask alike is executed once for all of them, and told to each', async () => {
  const { subscribe, counted } = feedsOf(server);
  const same = await Promise.all(Array.from({ length: 20 }, () => subscribe(FEED, { kinds: ['TEAM'] })));
  const others = [await subscribe(FEED, { kinds: ['JOB'] }), await subscribe(FEED)];
  await expect.poll(() => counted('feed_groups')).toBe(3);
  const before = await counted('feed_items_total');
  for (const name of ['one', 'two', 'three']) await applyFacts(server, [described('TEAM', name)]);
  await applyFacts(server, [described('JOB', 'job')]);
  await expect.poll(() => names(others[1]!)).toEqual(['start', 'one', 'two', 'three', 'job']);
  for (const each of same) await expect.poll(() => names(each)).toEqual(['start', 'one', 'two', 'three']);
  await expect.poll(() => names(others[0]!)).toEqual(['start', 'job']);
  // Three for the twenty, one for the job's, four for all changes.
  expect((await counted('feed_items_total')) - before).toBe(8);
  expect(await counted('feed_deliveries_total')).toBe(3 * 20 + 1 + 4);
  expect(await counted('subscriptions')).toBe(22);
  for (const each of [...same, ...others]) each.end();
  expect([await counted('subscriptions'), await counted('feed_groups')]).toEqual([0, 0]);
});

test('whoever sees other things is told by themselves', async () => {
  const { subscribe, counted } = feedsOf(server);
  const hidden = formatUrn('TEAM', 'fan-out', 'hidden');
  const viewer = (id: string) => ({ id, visibility: visibilityOf([{ effect: 'STOP', ids: [hidden] }], 'NONE') });
  const all = await subscribe(FEED);
  const some = [await subscribe(FEED, {}, viewer('a')), await subscribe(FEED, {}, viewer('b'))];
  await applyFacts(server, [described('TEAM', 'hidden')]);
  await applyFacts(server, [described('TEAM', 'shown')]);
  await expect.poll(() => names(all)).toEqual(['start', 'hidden', 'shown']);
  for (const each of some) await expect.poll(() => names(each)).toEqual(['start', 'shown']);
  expect(await counted('feed_groups')).toBe(2);
  for (const each of [all, ...some]) each.end();
});

test('nothing but where a feed begins takes a position: variables of that type tell no two feeds apart', () => {
  const taking = Object.values(buildGraph().getTypeMap()).flatMap((type) => {
    if (isInputObjectType(type))
      return Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field.type] as const);
    const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
    return fields.flatMap((field) => field.args.map((taken) => [`${type.name}.${field.name}`, taken.type] as const));
  });
  const positions = taking.flatMap(([name, type]) => (getNamedType(type).name === 'LogPosition' ? [name] : []));
  expect(new Set(positions)).toEqual(
    // No subscription takes what a webhook is made of.
    new Set([
      ...['Subscription.alerts', 'Subscription.entityChanges', 'Subscription.impactChanges'],
      'CreateWebhookInput.after',
    ]),
  );
});

test('an item for which the store is away is told once it is back, to all of the group', async () => {
  let failures = 2;
  const { subscribe } = feedsOf(server, (execute) => (args) => {
    if (!('change' in (args.rootValue as object)) || failures === 0) return execute(args);
    failures -= 1;
    return { errors: [new GraphQLError('', { originalError: new ThroughlineError('UNAVAILABLE', 'away') })] };
  });
  const both = [await subscribe(FEED), await subscribe(FEED)];
  await applyFacts(server, [described('TEAM', 'late')]);
  for (const each of both) await expect.poll(() => names(each)).toEqual(['start', 'late']);
  for (const each of both) each.end();
});

test('whoever ends while an item is worked out is not told it', async () => {
  let tell = (_one: Subscriber): void => {};
  const begun = new Promise<Subscriber>((resolve) => (tell = resolve));
  let isExecuted = false;
  const { subscribe, counted } = feedsOf(server, (execute) => async (args) => {
    const answer = await execute(args);
    if (!('change' in (args.rootValue as object))) return answer;
    (await begun).end();
    setImmediate(() => (isExecuted = true));
    return answer;
  });
  const after = await applyFacts(server, [described('JOB', 'before the end')]);
  await applyFacts(server, [described('JOB', 'at the end')]);
  const one = await subscribe(FEED, { after });
  tell(one);
  await expect.poll(() => isExecuted).toBe(true);
  expect(names(one)).toEqual(['start']);
  expect(await counted('feed_deliveries_total')).toBe(0);
});

test('those who begin further back come together also while more is written than they can be told', async () => {
  const MOST = 100;
  let written = 0;
  const { subscribe, counted } = feedsOf(server, (execute) => async (args) => {
    if ('change' in (args.rootValue as object) && written < MOST && (await counted('feed_groups')) === 0) {
      written += 1;
      await applyFacts(server, [described('PERSON', `more ${written}`)]);
    }
    return execute(args);
  });
  const after = await applyFacts(server, [described('PERSON', 'before')]);
  await applyFacts(server, [described('PERSON', 'more')]);
  const each = await Promise.all(Array.from({ length: 3 }, () => subscribe(FEED, { kinds: ['PERSON'], after })));
  await expect.poll(() => counted('feed_groups')).toBe(1);
  expect(written).toBeLessThan(MOST);
  await applyFacts(server, [described('PERSON', 'last')]);
  for (const one of each) await expect.poll(() => names(one).at(-1)).toBe('last');
  expect(names(each[1]!)).toEqual(names(each[0]!));
  for (const one of each) one.end();
});
