import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatUrn } from '../../src/kernel/urn.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const DATASET = formatUrn('DATASET', 'cursors', 'orders');
const JOB = formatUrn('JOB', 'cursors', 'load');

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  const claim = { at: '2026-01-01T00:00:00Z', source: 'test' };
  const relation = (type: string, from: string, to: string) => ({ fact: 'relation', type, from, to, ...claim });
  const field = (name: string) => formatUrn('FIELD', 'cursors', `orders#${name}`);
  const run = (key: string) => ({ fact: 'observe', of: JOB, metric: 'run', key, value: {}, ...claim });
  const facts = [
    { fact: 'entity', kind: 'DATASET', namespace: 'cursors', name: 'orders', props: { rowCount: 7 }, ...claim },
    { fact: 'entity', kind: 'DATASET', namespace: 'cursors', name: 'others', props: { rowCount: 5 }, ...claim },
    relation('CONTAINS', DATASET, field('id')),
    relation('CONTAINS', DATASET, field('sum')),
    relation('READ_BY', DATASET, JOB),
    ...['one', 'two'].map((name) => relation('MEASURES', DATASET, formatUrn('BUSINESS_KPI', 'cursors', name))),
    ...[run('first'), run('second')],
  ];
  await server.query('mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { applied } }', { facts });
});
afterAll(() => server[Symbol.asyncDispose]());

const PAGE = 'pageInfo { hasNextPage hasPreviousPage endCursor }';

/** A list, asked for its first row, then for the one behind `$after`; and keys that are none of its own. */
const LISTS: readonly (readonly [name: string, document: string, wrong: readonly unknown[]])[] = [
  ['a list', `datasets(first: 1, after: $after) { ${PAGE} }`, [['a', 'b'], [7]]],
  [
    'a list in an order',
    `datasets(first: 1, after: $after, orderBy: [{ field: ROW_COUNT }, { field: CREATED_AT }]) { ${PAGE} }`,
    [['a'], [1, 1e300, 'a'], [[], 0, 'a']],
  ],
  [
    'what is joined to it',
    `node(id: "${DATASET}") { ... on Dataset { fields(first: 1, after: $after) { ${PAGE} } } }`,
    [['a'], ['a', 1]],
  ],
  [
    'its history',
    `entity(id: "${DATASET}") { history(first: 1, after: $after) { ${PAGE} } }`,
    [[1], [-1, 0], [1, 'a'], [0.5, 0]],
  ],
  [
    'its runs',
    `node(id: "${JOB}") { ... on Job { runs(first: 1, after: $after) { ${PAGE} } } }`,
    [['a', 'b'], [1e300, 'a'], [1]],
  ],
  [
    'a search',
    `search(text: "or", filter: { namespaces: ["cursors"] }, first: 1, after: $after) { ${PAGE} }`,
    [
      ['a', -1],
      ['a', 0.5],
      [1, 1],
    ],
  ],
  [
    'lineage',
    `lineage(of: ["${DATASET}"], direction: DOWNSTREAM, first: 1, after: $after) { ${PAGE} }`,
    [
      [null, 1],
      [0, -1],
      [1e300, 1],
    ],
  ],
  [
    'an impact',
    `impact(of: ["${DATASET}"]) { kpis(first: 1, after: $after) { ${PAGE} } }`,
    [
      [null, 1],
      [0, -1],
    ],
  ],
  [
    'what a change affects',
    `whatIf(changes: [{ retireDataset: { dataset: "${DATASET}" } }]) { affected(first: 1, after: $after) { ${PAGE} } }`,
    [
      [null, 1],
      [0, -1],
    ],
  ],
  [
    'the difference of lineages',
    `lineageDiff(of: ["${DATASET}"], direction: DOWNSTREAM, base: {}, head: {}, first: 1, after: $after) { ${PAGE} }`,
    [
      [0, 1],
      [null, 1, 1],
      [0, -1, 1],
      [0, 1_000_000, 1],
      [0, 1, 0.5],
    ],
  ],
];

function unsealed(token: string): unknown[] {
  return JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown[];
}

function sealed(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe.each(LISTS)('the cursor of %s', (_name, field, wrong) => {
  const document = `query ($after: PageCursor) { it: ${field} }`;
  const pageInfo = (data: unknown) => /"pageInfo":(\{.*?\})/.exec(JSON.stringify(data))?.[1] ?? 'null';

  async function cursor(): Promise<unknown[]> {
    const page = JSON.parse(pageInfo(await server.query(document))) as { hasNextPage: boolean; endCursor: string };
    expect(page.hasNextPage).toBe(true);
    return unsealed(page.endCursor);
  }

  async function refused(after: string): Promise<unknown> {
    return (await server.answer(document, { after })).errors?.[0]?.extensions;
  }

  test('leads to the next page', async () => {
    const next = pageInfo(await server.query(document, { after: sealed(await cursor()) }));
    expect(JSON.parse(next)).toMatchObject({ hasPreviousPage: true, endCursor: expect.any(String) });
  });

  test('is refused where it is of a position that has not come', async () => {
    const [letter, tag, position, key] = await cursor();
    const after = sealed([letter, tag, (position as number) + 1_000_000, key]);
    expect(await refused(after)).toEqual({ code: 'BAD_USER_INPUT', argument: 'after' });
  });

  test.each([{}, 'x', [{}], [], null, 1, ...wrong].map((key) => [key]))('is refused with the key %j', async (key) => {
    const after = sealed([...(await cursor()).slice(0, 3), key]);
    expect(await refused(after)).toEqual({ code: 'BAD_USER_INPUT', argument: 'after' });
  });
});

test('a cursor of a position that comes a moment later is waited for', async () => {
  const document = `query ($after: PageCursor) { datasets(first: 1, after: $after) { ${PAGE} } }`;
  type Page = { datasets: { pageInfo: { endCursor: string } } };
  const first = await server.query<Page>(document);
  const [letter, tag, position, key] = unsealed(first.datasets.pageInfo.endCursor);
  const after = sealed([letter, tag, (position as number) + 1, key]);
  const page = server.query(document, { after });
  await server.query('mutation { upsertTeam(input: { namespace: "cursors", name: "late" }) { position } }');
  expect(await page).toMatchObject({ datasets: { pageInfo: { hasPreviousPage: true } } });
});
