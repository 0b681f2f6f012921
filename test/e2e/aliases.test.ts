import { describe, expect, test } from 'vitest';
import { formatUrn } from '../../src/kernel/urn.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const PATH = { namespace: 's3://lake', name: 'warehouse/orders' };
const TABLE = { namespace: 'hive://metastore', name: 'shop.orders' };
const path = formatUrn('DATASET', PATH.namespace, PATH.name);
const table = formatUrn('DATASET', TABLE.namespace, TABLE.name);

const base = { producer: 'https://example.test', schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json' };
const facet = { _producer: 'https://example.test', _schemaURL: 'https://example.test' };
const run = (job: string, minute: number, inputs: object[], outputs: object[]) => ({
  ...base,
  eventType: 'COMPLETE',
  eventTime: `2026-11-01T10:${String(minute).padStart(2, '0')}:00.000001Z`,
  run: { runId: `${job}-${minute}` },
  job: { namespace: 'spark', name: job },
  inputs,
  outputs,
});
const schema = (...names: string[]) => ({ ...facet, fields: names.map((name) => ({ name, type: 'long' })) });
const symlinks = (type: string, ...others: object[]) => ({
  ...facet,
  identifiers: others.map((other) => ({ ...other, type })),
});

/** A writer that knows the path and says which table it is; a reader that knows the table alone. */
const story = [
  run('write', 1, [], [{ ...PATH, facets: { schema: schema('id', 'sum'), symlinks: symlinks('TABLE', TABLE) } }]),
  run(
    'read',
    2,
    [TABLE],
    [
      {
        namespace: 'hive://metastore',
        name: 'shop.daily',
        facets: {
          schema: schema('total'),
          columnLineage: {
            ...facet,
            fields: { total: { inputFields: [{ ...TABLE, field: 'sum', transformations: [] }] } },
          },
        },
      },
    ],
  ),
];

interface Page {
  readonly nodes: readonly { readonly name: string }[];
  readonly total: object;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

async function tell(server: TestServer, ...events: object[]): Promise<void> {
  for (const event of events) {
    const response = await server.post('/api/v1/lineage', event);
    expect([response.status, response.ok ? '' : await response.text()]).toEqual([201, '']);
  }
}

async function reached(server: TestServer, of: string, asOf?: string): Promise<string[]> {
  const { lineage } = await server.query<{ lineage: { nodes: { id: string; depth: number }[] } }>(
    `query ($of: [ID!]!, $at: Moment) { lineage(of: $of, direction: DOWNSTREAM, at: $at) { nodes { id depth } } }`,
    { of: [of], at: asOf === undefined ? null : { asOf } },
  );
  return lineage.nodes.map(({ id, depth }) => `${depth} ${decodeURIComponent(id).replace('urn:throughline:', '')}`);
}

describe('several names of one table', () => {
  test.each([
    ['as they came', story],
    ['the other way round', story.toReversed()],
  ])('are one thing in lookups and lineage, told %s', async (_name, events) => {
    await using server = await startServer();
    await tell(server, ...events);
    const document = `query ($ids: [ID!]!) { entities(ids: $ids) { id described ... on Dataset { aliases
      fields { nodes { name } } writtenBy { name } readBy { name } } } }`;
    const one = {
      id: path,
      described: true,
      aliases: [table],
      fields: { nodes: [{ name: 'warehouse/orders#id' }, { name: 'warehouse/orders#sum' }] },
      writtenBy: [{ name: 'write' }],
      readBy: [{ name: 'read' }],
    };
    expect(await server.query(document, { ids: [table, path] })).toEqual({ entities: [one, one] });
    const forGateways = document
      .replace('$ids: [ID!]!', '$ids: [_Any!]!')
      .replace('entities(ids: $ids)', '_entities(representations: $ids)')
      .replace('{ id described ... on Dataset {', '{ ... on Dataset { id described');
    const ids = [table, path].map((id) => ({ __typename: 'Dataset', id }));
    expect(await server.query(forGateways, { ids })).toEqual({ _entities: [one, one] });
    const downstream = [
      '0 dataset:s3://lake:warehouse/orders',
      '1 job:spark:read',
      '2 dataset:hive://metastore:shop.daily',
    ];
    expect(await reached(server, table)).toEqual(downstream);
    expect(await reached(server, path)).toEqual(downstream);
    // A field that was written under the one name is read under the other.
    for (const dataset of [PATH, TABLE]) {
      expect(await reached(server, formatUrn('FIELD', dataset.namespace, `${dataset.name}#sum`))).toEqual([
        '0 field:s3://lake:warehouse/orders#sum',
        '1 field:hive://metastore:shop.daily#total',
      ]);
    }
  });

  test('pages of what is joined to them neither repeat nor miss, and agree on how many there are', async () => {
    await using server = await startServer();
    const named = (dataset: object, facets: object) => run('write', 1, [], [{ ...dataset, facets }]);
    await tell(
      server,
      named(PATH, { schema: schema('c1', 'c2', 'c3'), symlinks: symlinks('TABLE', TABLE) }),
      named(TABLE, { schema: schema('c2', 'c3', 'c4') }),
    );
    const names: string[] = [];
    let after: string | null = null;
    for (;;) {
      const answer: { entity: { fields: Page } } = await server.query(
        `query ($id: ID!, $after: PageCursor) { entity(id: $id) { ... on Dataset { fields(first: 2, after: $after) {
          nodes { name } total { value exact } pageInfo { hasNextPage endCursor } } } } }`,
        { id: table, after },
      );
      const { nodes, total, pageInfo } = answer.entity.fields;
      expect(total).toEqual({ value: 4, exact: true });
      names.push(...nodes.map(({ name }) => name.split('#')[1] ?? ''));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(names.toSorted()).toEqual(['c1', 'c2', 'c3', 'c4']);
  });

  test('have one history, which says where it is not counted to its end', async () => {
    await using server = await startServer();
    await tell(server, ...story);
    const history = async (first: number) => {
      const document = `query ($id: ID!, $first: Int) { entity(id: $id) { history(first: $first) { nodes { position } total { value exact } } } }`;
      return (
        await server.query<{ entity: { history: { nodes: unknown[]; total: { value: number; exact: boolean } } } }>(
          document,
          { id: table, first },
        )
      ).entity.history;
    };
    const whole = await history(100);
    expect(whole.total).toEqual({ value: whole.nodes.length, exact: true });
    const { total } = await history(1);
    expect(total.exact).toBe(false);
    expect(total.value).toBeLessThanOrEqual(whole.nodes.length);
  });

  test('are told apart again where the symlink is withdrawn, and stay one before', async () => {
    await using server = await startServer();
    await tell(server, ...story);
    await tell(server, run('write', 30, [], [{ ...PATH, facets: { symlinks: symlinks('TABLE') } }]));
    expect(await reached(server, path)).toEqual(['0 dataset:s3://lake:warehouse/orders']);
    expect((await reached(server, path, '2026-11-01T10:29:00Z')).length).toBe(3);
    expect((await reached(server, table))[0]).toBe('0 dataset:hive://metastore:shop.orders');
  });

  test('a location that leads to it is not the same table', async () => {
    await using server = await startServer();
    await tell(server, run('write', 1, [], [{ ...PATH, facets: { symlinks: symlinks('LOCATION', TABLE) } }]));
    const { entity } = await server.query<{ entity: object }>(
      `query ($id: ID!) { entity(id: $id) { id ... on Dataset { aliases symlinks { id } } } }`,
      { id: path },
    );
    expect(entity).toEqual({ id: path, aliases: [], symlinks: [{ id: table }] });
  });

  test('a rename keeps the history', async () => {
    await using server = await startServer();
    const renamed = {
      ...facet,
      lifecycleStateChange: 'RENAME',
      previousIdentifier: TABLE,
    };
    await tell(server, run('write', 1, [], [{ ...TABLE, facets: { schema: schema('id') } }]));
    await tell(server, run('rename', 2, [], [{ ...PATH, facets: { lifecycleStateChange: renamed } }]));
    const { entity } = await server.query<{ entity: { id: string; history: { nodes: { type: string }[] } } }>(
      `query ($id: ID!) { entity(id: $id) { id history { nodes { type } } ... on Dataset { writtenBy { name } } } }`,
      { id: table },
    );
    expect(entity).toMatchObject({ id: path, writtenBy: [{ name: 'rename' }, { name: 'write' }] });
    expect(entity.history.nodes.map(({ type }) => type)).toContain('SCHEMA_CHANGED');
  });
});
