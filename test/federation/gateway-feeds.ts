import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { freePort } from '../../src/cli/free-port.ts';
import { startGateway, type Gateway } from '../../src/cli/gateway/start.ts';
import { loadOperations, OPERATIONS } from '../../src/playground/operations.ts';
import { parsePosition } from '../../src/kernel/cursor.ts';
import { createOwner } from '../../src/kernel/owner.ts';
import { streamEvents } from '../kit/event-stream.ts';
import type { TestGateway } from '../kit/gateway.ts';

type Variables = Record<string, unknown>;
type Delivered = Record<string, unknown>;

/** What a feed delivers, errors and all; null once it has ended. */
interface Items extends AsyncDisposable {
  next(): Promise<Delivered | null>;
}

async function overWebSocket(url: string, query: string, variables: Variables): Promise<Items> {
  const client = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
  const items = client.iterate({ query, variables });
  return {
    async next() {
      const { value, done } = await items.next();
      return done === true ? null : { ...value };
    },
    [Symbol.asyncDispose]: async () => client.dispose(),
  };
}

const CLIENTS = [
  ['graphql-ws', overWebSocket],
  ['an event stream', streamEvents],
] as const;

const ORDERS = 'urn:throughline:dataset:postgres%3A%2F%2Fshop-db%3A5432:shop.orders';

/** What catalog, deployments, kpis, features and registry tell of an entity, beside what lineage does. */
const ENTITY = `__typename id name description tags owners { name description }
  lineage(direction: UPSTREAM, depth: 1) { nodes { entity { name owners { name } } } }
  ... on BusinessKpi { definition { formula weight } } ... on Deployment { endpoint }
  ... on Dataset { rowCount } ... on Feature { dataType } ... on ModelVersion { version }`;
const CHANGES = `subscription ($after: LogPosition) { entityChanges(after: $after) { __typename
  ... on FeedStart { position } ... on ChangeEvent { position change {
    type at recordedAt source before after relationship other link { from to type } entity { ${ENTITY} } } } } }`;
const IMPACT = `subscription ($after: LogPosition) { impactChanges(of: "${ORDERS}", after: $after) { __typename
  ... on FeedStart { position } ... on ImpactEvent { position entered { depth id entity { ${ENTITY} } } left { depth id } } } }`;
const saved = loadOperations(OPERATIONS).filter(({ type }) => type === 'subscription');
/** `ends`: at which entry of what happens. */
const FEEDS: readonly { query: string; variables: Variables; ends: 'alerts' | 'all' }[] = [
  { query: CHANGES, variables: {}, ends: 'all' },
  { query: IMPACT, variables: {}, ends: 'all' },
  ...saved.map(({ name, document: query, variables }) => {
    return { query, variables, ends: name === 'FollowAlerts' ? ('alerts' as const) : ('all' as const) };
  }),
];

const OVER_WEBSOCKET = new URL('over-websocket.ts', import.meta.url);
const WAYS: [way: string, config: URL | undefined, afterCut: object][] = [
  ['GET with Accept: text/event-stream', undefined, { data: null, errors: [{ path: ['entityChanges'] }] }],
  // It connects again by itself, and says nothing of what it missed but that the feed begins anew.
  ['graphql-ws', OVER_WEBSOCKET, { data: { entityChanges: { __typename: 'FeedStart' } } }],
];

/** That subscriptions through the gateway deliver what those of the graph do, each item joined by the gateway. */
export function feedsThrough(gateway: () => TestGateway): void {
  let told = 0;

  /** @returns the position of the last entry */
  async function apply(facts: readonly object[], answer = gateway().answer): Promise<string> {
    const query = 'mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { position refused { message } } }';
    const { data, errors } = await answer(query, { facts });
    expect(errors).toBeUndefined();
    const { applyFacts } = data as { applyFacts: { position: string; refused: object[] } };
    expect(applyFacts.refused).toEqual([]);
    return applyFacts.position;
  }

  /** One description of a KPI that is new. */
  function write(answer = gateway().answer): Promise<string> {
    return apply([defined(`told-${(told += 1)}`, 'one', 1)], answer);
  }

  /** An alert on the orders that begins and ends. @returns the position of its end */
  async function alert(key: string): Promise<string> {
    const input = { entity: ORDERS, severity: 'CRITICAL', title: key, key };
    const raise = 'mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { alert { id } } }';
    const { data } = await gateway().answer(raise, { input });
    const { raiseAlert } = data as { raiseAlert: { alert: { id: string } } };
    const resolve = 'mutation ($id: ID!) { resolveAlert(id: $id) { position } }';
    const ended = await gateway().answer(resolve, { id: raiseAlert.alert.id });
    return (ended.data as { resolveAlert: { position: string } }).resolveAlert.position;
  }

  /** Tells of a KPI, which the way from the orders leads to at first. @returns where feeds end: those of alerts, and all others */
  async function happen(): Promise<{ alerts: string; all: string }> {
    const name = `told-${(told += 1)}`;
    const to = `urn:throughline:business-kpi:feeds:${name}`;
    const relation = (type: string, from: string) => ({ fact: 'relation', type, from, to, ...said(1) });
    const owner = 'urn:throughline:team:feeds:owners';
    await apply([defined(name, 'one', 1), relation('OWNS', owner), relation('MEASURES', ORDERS)]);
    await apply([defined(name, 'two', 2), defined(name, 'three', 3)]);
    const alerts = await alert(name);
    return { alerts, all: await apply([{ fact: 'retire', of: { type: 'MEASURES', from: ORDERS, to }, ...said(4) }]) };
  }

  describe.each(WAYS)('where the gateway subscribes by %s', (_way, config, afterCut) => {
    let own: Gateway;
    beforeAll(async () => {
      own = await startGateway(gateway().supergraph, {
        ...{ port: await freePort(), output: 'ignore' },
        ...(config && { config }),
      });
    });
    afterAll(() => own[Symbol.asyncDispose]());

    describe.each(CLIENTS)('and its client by %s', (_client, subscribe) => {
      test('each feed delivers what the graph does, in order', async () => {
        await using feeds = createOwner();
        const open = FEEDS.map(async ({ query, variables, ends }) => {
          const feed = feeds.use(await subscribe(own.url, query, variables));
          return { query, variables, ends, feed, start: await feed.next() };
        });
        const started = await Promise.all(open);
        const story = await happen();
        for (const { query, variables, ends, feed, start } of started) {
          const end = story[ends];
          const after = itemIn(start).position;
          const whole = feeds.use(
            await overWebSocket(`${gateway().single.url}/graphql`, query, { ...variables, after }),
          );
          const items = [start, ...(await upTo(feed, end))];
          expect(items).toEqual(await upTo(whole, end));
          expect(items.length).toBeGreaterThan(2);
        }
      });

      test('whoever was cut off goes on behind the last item, with neither gap nor duplicate', async () => {
        await using feed = await subscribe(own.url, CHANGES, {});
        const start = itemIn(await feed.next());
        const seen = await upTo(feed, await write());
        const last = itemIn(seen.at(-1) as Delivered).position;
        const lineage = gateway().relays.get('lineage');
        await lineage?.cut();
        await write(gateway().single.answer);
        await lineage?.mend();
        expect(await feed.next()).toMatchObject(afterCut);
        await using again = await subscribe(own.url, CHANGES, { after: last });
        expect(itemIn(await again.next())).toEqual({ __typename: 'FeedStart', position: last });
        const end = await write();
        const rest = await upTo(again, end);
        await using whole = await overWebSocket(`${gateway().single.url}/graphql`, CHANGES, { after: start.position });
        await whole.next();
        expect([...seen, ...rest]).toEqual(await upTo(whole, end));
      });
    });

    test('what a subgraph that is away would tell is null in an item, with an error at its path', async () => {
      const kpis = gateway().relays.get('kpis');
      const query = `subscription { entityChanges(kinds: [BUSINESS_KPI]) {
        ... on ChangeEvent { change { entity { description owners { id } ... on BusinessKpi { definition { formula } } } } } } }`;
      await using feed = await streamEvents(own.url, query);
      await feed.next();
      await kpis?.cut();
      await write();
      const item = await feed.next();
      await kpis?.mend();
      const entity = { description: 'one', owners: [], definition: null };
      expect(item).toMatchObject({ data: { entityChanges: { change: { entity } } } });
      const path = ['entityChanges', 'change', 'entity', 'definition'];
      expect(item?.['errors']).toMatchObject([{ path, extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    });
  });
}

function said(minute: number) {
  return { source: 'feeds', at: `2026-11-20T00:0${minute}:00Z` };
}

/** A KPI and its definition, which are told by two subgraphs. */
function defined(name: string, formula: string, minute: number) {
  const props = { description: formula, definitions: { id: formula, formula } };
  return { fact: 'entity', kind: 'BUSINESS_KPI', namespace: 'feeds', name, props, ...said(minute) };
}

interface Item {
  readonly __typename: string;
  readonly position: string;
}

/** @throws Error where there is none, or it has errors */
function itemIn(delivered: Delivered | null): Item {
  const { data, errors } = (delivered ?? {}) as { data?: Record<string, Item>; errors?: unknown };
  const [item] = Object.values(data ?? {});
  if (item === undefined || errors !== undefined) throw new Error(JSON.stringify(delivered));
  return item;
}

/** What is delivered up to an entry of the log. */
async function upTo(items: Items, position: string): Promise<Delivered[]> {
  const last = parsePosition(position, 'position').position;
  const delivered: Delivered[] = [];
  for (;;) {
    const next = await items.next();
    const item = itemIn(next);
    delivered.push(next as Delivered);
    if (parsePosition(item.position, 'position').position >= last) return delivered;
  }
}
