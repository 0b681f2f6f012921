import type { GraphQLCompositeType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kinds } from '../../src/domains/index.ts';
import { buildGraph } from '../../src/graphql/index.ts';
import { loadOperations, OPERATIONS } from '../../src/playground/operations.ts';
import { sampleBodies, type SampleFolder } from '../connectors/openlineage/samples.ts';
import { everyField } from '../kit/every-field.ts';
import { ofAnyLog } from '../kit/of-any-log.ts';
import { environmentOf } from '../kit/neo4j-connection.ts';
import { neo4jForTests } from '../kit/neo4j.ts';
import { startServer, type Answer, type TestServer } from '../kit/server.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';

const schema = buildGraph();
const FOLDERS: readonly SampleFolder[] = ['python', 'dbt', 'feast'];
const PAGE = 10;
const leaves = everyField(schema.getType('Entity') as GraphQLCompositeType, 0);

/**
 * In what two servers with the same requests differ: when the log took something in, when they were asked, and cursors,
 * which hold that or the name of a list that is kept.
 */
const VOLATILE = ['recordedAt', 'moment', 'cursor', 'startCursor', 'endCursor'];

describeUnlessUnavailable('a server on Neo4j and one on the embedded store', await neo4jForTests(), (connection) => {
  let servers: readonly [TestServer, TestServer];
  beforeAll(async () => {
    // What watches writes at a time of its own, and then the same request gets another position.
    const demo = { THROUGHLINE_SEED: 'demo', THROUGHLINE_CONSUMERS: 'off' };
    servers = [await startServer({ ...demo, ...environmentOf(connection) }), await startServer(demo)];
  });
  afterAll(async () => {
    for (const server of servers) await server[Symbol.asyncDispose]();
  });

  /** The answer that both give. */
  async function both(document: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const [neo4j, embedded] = await Promise.all(servers.map((server) => server.answer(document, variables)));
    expect(comparable(neo4j)).toEqual(comparable(embedded));
    return neo4j as Answer;
  }

  async function bothData<T>(document: string, variables: Record<string, unknown> = {}): Promise<T> {
    const { data, errors } = await both(document, variables);
    if (errors !== undefined) throw new Error(`${document}\n${JSON.stringify(errors)}`);
    return data as T;
  }

  async function idsOf(plural: string): Promise<string[]> {
    type Page = Record<string, { nodes: { id: string }[] }>;
    const data = await bothData<Page>(`{ ${plural}(first: 1000, orderBy: { field: NAME }) { nodes { id } } }`);
    return data[plural]!.nodes.map(({ id }) => id);
  }

  test('take the samples at the same positions', async () => {
    for (const body of FOLDERS.flatMap((folder) => sampleBodies(folder))) {
      const answers = await Promise.all(servers.map((server) => server.post('/api/v1/lineage', body)));
      const [neo4j, embedded] = await Promise.all(
        answers.map(async (answer) => comparable({ status: answer.status, body: await answer.json() })),
      );
      expect(neo4j).toEqual(embedded);
      expect(neo4j).toMatchObject({ status: 201 });
    }
  });

  test('deliver the same feed of changes', async () => {
    const all = { position: 0, ordinal: Number.MAX_SAFE_INTEGER };
    const [neo4j, embedded] = await Promise.all(
      servers.map(async ({ services }) => comparable(await services.store.log.changes(all, 1_000_000))),
    );
    expect(neo4j).toEqual(embedded);
    expect(neo4j).not.toEqual([]);
  });

  const queries = loadOperations(OPERATIONS).filter(({ document }) => !/^subscription/m.test(document));
  test.each(queries)('answer the saved operation $name alike', async ({ document, variables }) => {
    await bothData(document, variables);
  });

  test.each(kinds)('list $plural alike: every field of each, page by page', async ({ typeName, plural }) => {
    const document = `query ($after: PageCursor) { ${plural}(first: ${PAGE}, after: $after) {
      total { value exact } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor } nodes { ${everyField(schema.getType(typeName) as GraphQLCompositeType)} } } }`;
    let [after, count, total] = [null as string | null, 0, 0];
    do {
      type Page = { total: { value: number }; nodes: unknown[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      const data: Record<string, Page> = await bothData(document, { after });
      const { nodes, pageInfo, ...page } = data[plural]!;
      [after, count, total] = [
        pageInfo.hasNextPage ? pageInfo.endCursor : null,
        count + nodes.length,
        page.total.value,
      ];
    } while (after !== null);
    expect(count).toBe(total);
  });

  test.each(kinds)('walk from all $plural alike, at table and at field grain', async ({ plural }) => {
    const of = await idsOf(plural);
    for (const direction of ['UPSTREAM', 'DOWNSTREAM', 'BOTH']) {
      const document = `query ($of: [ID!]!) { lineage(of: $of, direction: ${direction}) {
        total { value exact } nodes { depth id entity { ${leaves} } }
        links { ${everyField(schema.getType('LineageLink') as GraphQLCompositeType)} }
        answer { ${everyField(schema.getType('Answer') as GraphQLCompositeType)} } pageInfo { hasNextPage } } }`;
      const { lineage } = await bothData<{ lineage: { nodes: unknown[] } }>(document, { of });
      expect(lineage.nodes.length).toBeGreaterThanOrEqual(of.length);
    }
  });

  test.each(kinds)('tell $plural at any moment alike', async ({ plural }) => {
    const ids = await idsOf(plural);
    const document = `query ($ids: [ID!]!, $asOf: DateTime) { entities(ids: $ids, at: { asOf: $asOf }) { ${leaves} } }`;
    const found: number[] = [];
    for (const asOf of [
      '1990-01-01T00:00:00Z',
      '2026-11-01T00:00:00Z',
      '2026-11-20T12:00:00.000001Z',
      '2030-01-01T00:00:00Z',
    ]) {
      const { entities } = await bothData<{ entities: unknown[] }>(document, { ids, asOf });
      found.push(entities.filter((entity) => entity !== null).length);
    }
    expect([found[0], found.at(-1)]).toEqual([0, ids.length]);
  });

  test.each(['orders', 'customer', 'a', 'no such word'])('search for %s alike', async (text) => {
    const page = everyField(schema.getType('EntitySearchConnection') as GraphQLCompositeType);
    const facets = everyField(schema.getType('Facet') as GraphQLCompositeType);
    await bothData(`query ($text: String) { search(text: $text, first: 10) { ${page} facets { ${facets} } } }`, {
      text,
    });
  });

  test.each([
    ['an unknown start', '{ lineage(of: ["urn:throughline:dataset:no:where"], direction: UPSTREAM) { nodes { id } } }'],
    ['a filter by a list', '{ datasets(filter: { tags: { has: "gold" } }) { nodes { name tags } } }'],
    [
      'an order by what many lack',
      '{ datasets(orderBy: [{ field: ROW_COUNT, direction: DESC }, { field: NAME }]) { nodes { name rowCount } } }',
    ],
    [
      'a fact with a name that is too long among others',
      `mutation { applyFacts(facts: [${['short', '漢'.repeat(1_000)]
        .map(
          (name) =>
            `{ fact: "entity", kind: "DATASET", namespace: "n", name: "${name}", at: "2026-01-01T00:00:00Z", source: "s" }`,
        )
        .join(' ')}]) { position applied refused { index path code } } }`,
    ],
    ['a filter by stubs', '{ datasets(filter: { described: { eq: false } }) { total { value } nodes { name } } }'],
  ])('answer %s alike', async (_name, document) => {
    await both(document);
  });
});

function comparable(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer, (key, value: unknown) => (VOLATILE.includes(key) ? '…' : ofAnyLog(value))));
}
