import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../kit/server.ts';

const urn = (kind: string, name: string) => `urn:throughline:${kind}:shop:${name}`;
const A = urn('dataset', 'a');
const JANUARY = '2026-01-01T00:00:00Z';
const MARCH = '2026-03-01T00:00:00Z';

const entity = (kind: string, name: string, props: object, at: string) => ({
  ...{ fact: 'entity', kind, namespace: 'shop', name, props, at, source: 'test' },
});
const relation = (type: string, from: string, to: string, props = {}) => ({
  ...{ fact: 'relation', type, from, to, props, at: JANUARY, source: 'test' },
});

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await apply([
    entity('DATASET', 'a', { description: 'As it was.' }, JANUARY),
    entity('DATASET', 'a', { description: 'As it is.' }, MARCH),
    entity('JOB', 'j', { description: 'The same.' }, JANUARY),
    entity('JOB', 'j', { description: 'The same.' }, MARCH),
    entity('DATASET', 'gone', {}, JANUARY),
    { fact: 'retire', of: { id: urn('dataset', 'gone') }, at: MARCH, source: 'test' },
    relation('READ_BY', A, urn('job', 'j')),
    relation('READ_BY', A, urn('job', 'later'), { validFrom: MARCH }),
    relation('WRITES', urn('job', 'j'), urn('dataset', 'gone')),
    relation('WRITES', urn('job', 'j'), urn('dataset', 'old'), { validTo: MARCH }),
    relation('WRITES', urn('job', 'j'), urn('dataset', 'stub')),
    relation('MEASURES', A, urn('business-kpi', 'k'), { validTo: MARCH }),
    relation('MEASURES', urn('dataset', 'gone'), urn('business-kpi', 'k')),
    entity('DATASET', 'stub', {}, MARCH),
  ]);
});
afterAll(() => server[Symbol.asyncDispose]());

async function apply(facts: readonly object[]): Promise<void> {
  await server.query('mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { applied } }', { facts });
}

const DOCUMENT = `query ($of: [ID!]!, $base: Moment!, $head: Moment!, $first: Int, $after: PageCursor, $depth: Int) {
  lineageDiff(of: $of, direction: DOWNSTREAM, base: $base, head: $head, first: $first, after: $after, depth: $depth) {
    addedNodes { depth id } removedNodes { depth id entity { description } } changedNodes { id entity { description retiredAt } }
    addedLinks { from to type validFrom } removedLinks { from to type validTo } total { value }
    pageInfo { hasNextPage hasPreviousPage endCursor } base { limitHit moment { asOf } } head { limitHit moment { asOf } } } }`;
const FEBRUARY = { asOf: '2026-02-01T00:00:00Z' };
const APRIL = { asOf: '2026-04-01T00:00:00Z' };

interface Diff {
  addedNodes: { id: string }[];
  removedNodes: { id: string }[];
  changedNodes: { id: string }[];
  addedLinks: { from: string; to: string }[];
  removedLinks: { from: string; to: string }[];
  total: { value: number };
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
  base: { limitHit: string | null };
}

async function diff(variables: object = {}): Promise<Diff> {
  const all = { of: [A], base: FEBRUARY, head: APRIL, ...variables };
  return (await server.query<{ lineageDiff: Diff }>(DOCUMENT, all)).lineageDiff;
}

test('nodes and links that came, went, and nodes of which something else is said', async () => {
  expect(await diff()).toEqual({
    addedNodes: [{ depth: 1, id: urn('job', 'later') }],
    removedNodes: [{ depth: 2, id: urn('dataset', 'old'), entity: { description: null } }],
    changedNodes: [
      { id: A, entity: { description: 'As it is.', retiredAt: null } },
      { id: urn('dataset', 'gone'), entity: { description: null, retiredAt: '2026-03-01T00:00:00.000000Z' } },
      { id: urn('dataset', 'stub'), entity: { description: null, retiredAt: null } },
    ],
    addedLinks: [{ from: A, to: urn('job', 'later'), type: 'READ_BY', validFrom: '2026-03-01T00:00:00.000000Z' }],
    removedLinks: [
      { from: urn('job', 'j'), to: urn('dataset', 'old'), type: 'WRITES', validTo: '2026-03-01T00:00:00.000000Z' },
      { from: A, to: urn('business-kpi', 'k'), type: 'MEASURES', validTo: '2026-03-01T00:00:00.000000Z' },
    ],
    total: { value: 7 },
    pageInfo: { hasNextPage: false, hasPreviousPage: false, endCursor: expect.any(String) as string },
    base: { limitHit: null, moment: { asOf: '2026-02-01T00:00:00.000000Z' } },
    head: { limitHit: null, moment: { asOf: '2026-04-01T00:00:00.000000Z' } },
  });
});

test('turned around, what came went', async () => {
  const there = await diff();
  const back = await diff({ base: APRIL, head: FEBRUARY });
  const ids = (nodes: { id: string }[]) => nodes.map(({ id }) => id).sort();
  expect(ids(back.addedNodes)).toEqual(ids(there.removedNodes));
  expect(ids(back.removedNodes)).toEqual(ids(there.addedNodes));
  expect(ids(back.changedNodes)).toEqual(ids(there.changedNodes));
  const ends = (links: { from: string; to: string }[]) => links.map(({ from, to }) => `${from} ${to}`).sort();
  expect(ends(back.addedLinks)).toEqual(ends(there.removedLinks));
});

test('pages together are the whole, as it stood on the first', async () => {
  const whole = await diff();
  const pages: Diff[] = [];
  for (let after: string | null = null; ;) {
    const page = await diff({ first: 2, after });
    pages.push(page);
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
    const name = `while${pages.length}`;
    await apply([relation('READ_BY', A, urn('job', name)), entity('JOB', 'j', { description: name }, JANUARY)]);
  }
  expect(pages.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual([false, true, true, true]);
  for (const part of ['addedNodes', 'removedNodes', 'changedNodes', 'addedLinks', 'removedLinks'] as const) {
    expect(pages.flatMap((page): object[] => page[part])).toEqual(whole[part]);
  }
});

test('what was not known at the base is all new, the start as well', async () => {
  const { recordedAt } = await recorded(urn('dataset', 'a'));
  await apply([relation('READ_BY', urn('dataset', 'fresh'), urn('job', 'reader'))]);
  const { addedNodes, removedNodes, base } = await diff({
    of: [urn('dataset', 'fresh')],
    base: { knownAt: recordedAt },
    head: {},
  });
  expect(addedNodes.map(({ id }) => id)).toEqual([urn('dataset', 'fresh'), urn('job', 'reader')]);
  expect([removedNodes, base.limitHit]).toEqual([[], null]);
});

async function recorded(id: string): Promise<{ recordedAt: string }> {
  const document = 'query ($id: ID!) { entity(id: $id) { history { nodes { recordedAt } } } }';
  interface Answer {
    entity: { history: { nodes: { recordedAt: string }[] } };
  }
  const { entity: found } = await server.query<Answer>(document, { id });
  return found.history.nodes.at(-1)!;
}

test('a depth that cuts something off is told on its side', async () => {
  expect((await diff({ depth: 1 })).base.limitHit).toBe('DEPTH');
});

test.each([
  ['an unknown start', { of: [urn('dataset', 'nowhere')] }, 'NOT_FOUND', 'of'],
  ['no URN', { of: ['x'] }, 'BAD_USER_INPUT', 'of[0]'],
  ['a wrong base', { base: { asOf: 'soon' } }, 'BAD_USER_INPUT', 'base.asOf'],
  ['a wrong head', { head: { knownAt: 'soon' } }, 'BAD_USER_INPUT', 'head.knownAt'],
  ['a head that nobody can know yet', { head: { knownAt: '2999-01-01T00:00:00Z' } }, 'BAD_USER_INPUT', 'head.knownAt'],
  ['a base before history', { base: { knownAt: '1999-01-01T00:00:00Z' } }, 'BEFORE_HISTORY', 'base.knownAt'],
  ['a depth out of range', { depth: -1 }, 'BAD_USER_INPUT', 'depth'],
  ['too large a page', { first: 5_001 }, 'BAD_USER_INPUT', 'first'],
  ['a wrong cursor', { after: 'x' }, 'BAD_USER_INPUT', 'after'],
])('%s is refused', async (_name, variables, code, argument) => {
  const { errors } = await server.answer(DOCUMENT, { of: [A], base: FEBRUARY, head: APRIL, ...variables });
  expect(errors?.[0]?.extensions).toEqual({ code, argument });
});
