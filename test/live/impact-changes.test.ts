import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseTime, type Micros } from '../../src/kernel/time.ts';
import { formatUrn, urnParts, type Urn } from '../../src/kernel/urn.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { visibilityOf } from '../../src/kernel/visibility.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { itemsFor } from '../kit/as-viewer.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { subscribe } from '../kit/subscribe.ts';

const FEED = `subscription ($of: ID!, $after: LogPosition) { impactChanges(of: $of, after: $after) {
  ... on FeedStart { start: position }
  ... on ImpactEvent { position entered { depth entity { id name } } left { depth id } } } }`;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const id = (kind: string, name: string) => formatUrn(kind, 'radius', name);
const [a, b, c] = ['a', 'b', 'c'].map((name) => id('DATASET', name)) as [Urn, Urn, Urn];
const [load, sum] = ['load', 'sum'].map((name) => id('JOB', name)) as [Urn, Urn];
const relation = (type: string, from: Urn, to: Urn, day: number, props: object = {}) => ({
  ...{ fact: 'relation', type, from, to, props, at: `2026-01-0${day}T00:00:00Z`, source: 'test' },
});
const retire = (type: string, from: Urn, to: Urn, day: number) => ({
  ...{ fact: 'retire', of: { type, from, to }, at: `2026-01-0${day}T00:00:00Z`, source: 'test' },
});

/** Each in a transaction of its own; gives the position behind the last. */
async function tell(...facts: object[]): Promise<string> {
  let reached = '';
  for (const fact of facts) reached = await applyFacts(server, [fact]);
  return reached;
}

interface Item {
  readonly start?: string;
  readonly position: string;
  readonly entered: readonly { depth: number; entity: { id: Urn; name: string } }[];
  readonly left: readonly { depth: number; id: Urn }[];
}

async function take(feed: ReturnType<typeof subscribe>, count: number): Promise<string[]> {
  const told: string[] = [];
  for (let index = 0; index < count; index++) {
    const { impactChanges } = (await feed.next()) as { impactChanges: Item };
    const entered = impactChanges.entered.map(({ depth, entity }) => `+${entity.name}@${depth}`);
    told.push([...entered, ...impactChanges.left.map((node) => `-${urnParts(node.id).name}@${node.depth}`)].join(' '));
  }
  return told;
}

test('what enters and leaves is told by position, live and in replay alike', async () => {
  const after = await tell(relation('READ_BY', a, load, 1));
  await using live = subscribe(server, FEED, { of: a, after });
  expect(await live.next()).toEqual({ impactChanges: { start: after } });
  await tell(
    relation('WRITES', load, b, 2),
    // Nowhere near it.
    relation('READ_BY', id('DATASET', 'other'), sum, 2),
    // Not there yet, then there with all behind it.
    relation('WRITES', sum, c, 3),
    relation('READ_BY', b, sum, 4),
    // A second way to what is there already brings nothing, nor does the end of the first.
    relation('READ_BY', a, sum, 5),
    retire('READ_BY', b, sum, 6),
    retire('READ_BY', a, sum, 7),
    // Said late: it held for a while only, which is over.
    relation('READ_BY', b, id('JOB', 'late'), 2, { validTo: '2026-01-03T00:00:00Z' }),
    retire('READ_BY', a, load, 8),
  );
  const expected = ['+b@2', '+sum@3 +c@4', '-sum@1 -c@2', '-load@1 -b@2'];
  expect(await take(live, 4)).toEqual(expected);
  await using replay = subscribe(server, FEED, { of: a, after });
  await replay.next();
  expect(await take(replay, 4)).toEqual(expected);
});

test('a position that was handed out resumes behind it, with neither gap nor duplicate', async () => {
  const start = id('DATASET', 'resumed');
  const after = await tell(relation('READ_BY', start, id('JOB', 'first'), 1));
  await tell(relation('READ_BY', start, id('JOB', 'second'), 2), relation('READ_BY', start, id('JOB', 'third'), 3));
  await using feed = subscribe(server, FEED, { of: start, after });
  await feed.next();
  const { impactChanges } = (await feed.next()) as { impactChanges: Item };
  expect(impactChanges.entered.map(({ entity }) => entity.name)).toEqual(['second']);
  await using resumed = subscribe(server, FEED, { of: start, after: impactChanges.position });
  await resumed.next();
  expect(await take(resumed, 1)).toEqual(['+third@1']);
});

test('fields reach by way of their whole: what says which columns it uses leaves, though no relation of theirs changed', async () => {
  const [whole, job] = [id('DATASET', 'whole'), id('JOB', 'opaque')];
  const [used, unused] = ['used', 'unused'].map((path) => id('FIELD', `whole#${path}`)) as [Urn, Urn];
  const after = await tell({
    ...{ fact: 'set', of: whole, type: 'CONTAINS', members: [used, unused] },
    at: '2026-01-01T00:00:00Z',
    source: 'test',
  });
  await using feed = subscribe(server, FEED, { of: unused, after });
  await feed.next();
  await tell(
    relation('READ_BY', whole, job, 2, { columns: 'OPAQUE' }),
    relation('WRITES', job, id('DATASET', 'fed'), 2),
    relation('READ_BY', whole, job, 3, { columns: 'KNOWN' }),
  );
  expect(await take(feed, 3)).toEqual(['+opaque@1', '+fed@2', '-opaque@1 -fed@2']);
});

test('what is told hangs on the log, and not on when somebody began to listen', async () => {
  const [start, until] = [id('DATASET', 'timed'), id('JOB', 'until')];
  const after = await tell(relation('READ_BY', start, until, 1, { validTo: '2040-01-01T00:00:00Z' }));
  await tell(relation('WRITES', until, id('DATASET', 'behind'), 2), relation('READ_BY', start, id('JOB', 'ever'), 2));
  const told = (clock: () => Micros) => {
    const services = { ...server.services, clock, feedRetention: clock() };
    return itemsFor(EVERYBODY, { ...server, services }, FEED, { of: start, after }, 3);
  };
  const now = await told(server.services.clock);
  expect(JSON.stringify(now)).toContain('behind');
  expect(await told(() => parseTime('2041-01-01T00:00:00Z') as Micros)).toEqual(now);
});

test.each([
  ['no URN', { of: 'none' }, 'BAD_USER_INPUT', 'of'],
  ['an unknown entity', { of: id('DATASET', 'nowhere') }, 'NOT_FOUND', 'of'],
  ['no position', { of: a, after: 'x' }, 'BAD_USER_INPUT', 'after'],
])('a feed of %s does not begin', async (_name, variables, code, argument) => {
  await using feed = subscribe(server, FEED, variables);
  await expect(feed.next()).rejects.toThrow(`"extensions":${JSON.stringify({ code, argument })}`);
});

test('a viewer is told of what is seen, also behind what is not', async () => {
  const [from, known, fresh] = ['from', 'known', 'fresh'].map((name) => id('DATASET', name)) as [Urn, Urn, Urn];
  const [passed, stopped] = ['passed', 'stopped'].map((name) => id('JOB', name)) as [Urn, Urn];
  const after = await tell(relation('READ_BY', from, passed, 1), relation('WRITES', passed, known, 1));
  const came = await tell(relation('WRITES', passed, fresh, 2));
  await tell(relation('READ_BY', from, stopped, 3), relation('READ_BY', fresh, stopped, 3));
  const went = await tell(retire('WRITES', passed, known, 4));
  const rules = [{ effect: 'PASS', ids: [passed] } as const, { effect: 'STOP', ids: [stopped] } as const];
  const viewer = { id: 'v', visibility: visibilityOf(rules, 'NONE') };
  const items = await itemsFor(viewer, server, FEED, { of: from, after }, 3);
  expect(items.map(({ data }) => data)).toMatchObject([
    { impactChanges: { start: after } },
    { impactChanges: { position: came, entered: [{ depth: 2, entity: { id: fresh } }], left: [] } },
    { impactChanges: { position: went, entered: [], left: [{ depth: 2, id: known }] } },
  ]);
});
