import { afterAll, beforeAll, expect, test } from 'vitest';
import { parsePosition } from '../../src/kernel/cursor.ts';
import { isBefore } from '../../src/kernel/moment.ts';
import { formatUrn } from '../../src/kernel/urn.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { feedsOf, type Subscriber } from '../kit/feeds.ts';
import { startServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await applyFacts(server, [relation('WRITES', job, report), relation('READ_BY', source, job)]);
  for (const key of ['a', 'b', 'c']) {
    const input = { entity: source, key, severity: 'CRITICAL', title: key };
    await server.query('mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { position } }', { input });
  }
});
afterAll(() => server[Symbol.asyncDispose]());

const id = (kind: string, name: string) => formatUrn(kind, 'handed', name);
const [source, job, report] = [id('DATASET', 'source'), id('JOB', 'job'), id('DATASET', 'report')];
let seconds = 0;
const now = () => ({ at: new Date(Date.UTC(2026, 0, 1, 0, 0, (seconds += 1))).toISOString(), source: 'test' });
const relation = (type: string, from: string, to: string) => ({ fact: 'relation', type, from, to, ...now() });

/** Takes the source off the report and gives it new fields, or puts it back: several items for one position. */
function changed(isOff: boolean): object[] {
  const of = { type: 'READ_BY', from: source, to: job };
  if (!isOff) return [relation('READ_BY', source, job)];
  const members = ['c', 'd', 'e'].map((name) => id('FIELD', `source#${name}${seconds}`));
  return [
    { fact: 'retire', of, ...now() },
    { fact: 'set', of: source, type: 'CONTAINS', members, ...now() },
  ];
}

const FEEDS: readonly [string, string, Record<string, unknown>][] = [
  ['entityChanges', 'change { type entity { name } other }', {}],
  ['alerts', 'type alert { key }', { scopes: [report] }],
  ['impactChanges', 'entered { entity { name } } left { id }', { of: source }],
];
const ITEMS: Readonly<Record<string, string>> = {
  ...{ entityChanges: 'ChangeEvent', alerts: 'AlertEvent', impactChanges: 'ImpactEvent' },
};
const TYPES: Readonly<Record<string, string>> = { scopes: '[ID!]', of: 'ID!', after: 'LogPosition' };

test.each(FEEDS)(
  'who begins %s from wherever, while much is written, joins with neither gap nor duplicate',
  async (...feed) => {
    const [field, selected, asked] = feed;
    const { subscribe, counted } = feedsOf(server);
    const variables = Object.keys({ ...asked, after: null });
    const query = `subscription (${variables.map((name) => `$${name}: ${TYPES[name]}`).join()}) {
    ${field}(${variables.map((name) => `${name}: $${name}`).join()}) { __typename
      ... on FeedStart { position } ... on ${ITEMS[field]} { position ${selected} } } }`;
    const told = (subscriber: Subscriber) =>
      subscriber.told.map((data) => data[field] as unknown as { readonly position: string });
    const follow = (after?: string) => subscribe(query, after === undefined ? asked : { ...asked, after });
    const placeIn = ({ position }: { position: string }) => parsePosition(position, 'position');

    const whole = await follow();
    const others: Subscriber[] = [];
    let last = '';
    for (let count = 0; count < 40; count += 1) {
      last = await applyFacts(server, changed(count % 2 === 0));
      // From now, or from behind an item that was told, the latest as well as some that lie far back.
      const known = told(whole);
      const after = count % 3 === 0 ? undefined : known[Math.floor((known.length * (count % 7)) / 6.1)]?.position;
      void follow(after).then((subscriber) => others.push(subscriber));
    }
    const { position } = placeIn({ position: last });
    await expect.poll(() => placeIn(told(whole).at(-1)!).position).toBe(position);
    await expect.poll(() => others.length).toBe(40);
    const all = told(whole).slice(1);
    expect(new Set(all.map((item) => item.position)).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(39);
    for (const subscriber of others) {
      const begun = () => placeIn(told(subscriber)[0]!);
      const expected = () => all.filter((item) => isBefore(begun(), placeIn(item)));
      await expect.poll(() => told(subscriber).slice(1)).toEqual(expected());
    }

    // All have come together: what is next is executed once for all of them.
    const before = { items: await counted('feed_items_total'), deliveries: await counted('feed_deliveries_total') };
    await applyFacts(server, changed(true));
    const more = () => told(whole).length - 1 - all.length;
    await expect.poll(more).toBeGreaterThan(0);
    await expect.poll(async () => (await counted('feed_deliveries_total')) - before.deliveries).toBe(more() * 41);
    expect((await counted('feed_items_total')) - before.items).toBe(more());
    for (const subscriber of [whole, ...others]) subscriber.end();
    expect([await counted('subscriptions'), await counted('feed_groups')]).toEqual([0, 0]);
  },
);
