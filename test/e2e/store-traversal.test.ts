import { afterAll, beforeAll, expect, test } from 'vitest';
import { kinds } from '../../src/domains/index.ts';
import { loadOperations, OPERATIONS } from '../../src/playground/operations.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import { environmentOf } from '../kit/neo4j-connection.ts';
import { neo4jForTests } from '../kit/neo4j.ts';
import { startServer, type Answer, type TestServer } from '../kit/server.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';

test('A store that can not answer lineage itself ends the start with what is expected.', async () => {
  await expect(startServer({ THROUGHLINE_TRAVERSAL: 'store' })).rejects.toThrow(
    'THROUGHLINE_TRAVERSAL: expected memory with the embedded store, or NEO4J_URI too; came store',
  );
});

const FULL = `total { value } nodes { depth id }
  links { from to type hops grain confidence provenance sources } answer { limitHit staleLinks watermark } `;

describeUnlessUnavailable('of two servers on one Neo4j', await neo4jForTests(), (connection) => {
  let memory: TestServer;
  let store: TestServer;
  beforeAll(async () => {
    memory = await startServer({ ...environmentOf(connection), THROUGHLINE_SEED: 'demo' });
    store = await startServer({ ...environmentOf(connection), THROUGHLINE_TRAVERSAL: 'store' });
  });
  afterAll(async () => {
    for (const server of [store, memory]) await server[Symbol.asyncDispose]();
  });

  /** What both answer, the one from memory and the other from the store. */
  async function both(document: string, variables: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const [expected, told] = await Promise.all([memory, store].map((server) => server.answer(document, variables)));
    expect(comparable(told)).toEqual(comparable(expected));
    if (told?.errors !== undefined) throw new Error(JSON.stringify(told.errors));
    return told?.data as Record<string, unknown>;
  }

  async function idsOf(plural: string): Promise<string[]> {
    const data = await both(`{ ${plural}(first: 1000, orderBy: { field: NAME }) { nodes { id } } }`);
    return (data[plural] as { nodes: { id: string }[] }).nodes.map(({ id }) => id);
  }

  const queries = loadOperations(OPERATIONS).filter(({ document }) => !/^subscription/m.test(document));
  test.each(queries)('both answer the saved operation $name', async ({ document, variables }) => {
    await both(document, variables);
  });

  test.each(kinds)('both walk from $plural, then and now', async ({ plural }) => {
    const of = await idsOf(plural);
    for (const direction of ['UPSTREAM', 'DOWNSTREAM', 'BOTH']) {
      await both(`query ($of: [ID!]!) { lineage(of: $of, direction: ${direction}) { ${FULL} } }`, { of });
      const diff = `lineageDiff(of: $of, direction: ${direction}, base: { asOf: "2026-11-01T00:00:00Z" }, head: {})`;
      const told =
        'addedNodes { id } removedNodes { id } changedNodes { id } addedLinks { from to } removedLinks { from to }';
      await both(`query ($of: [ID!]!) { ${diff} { ${told} base { limitHit } head { limitHit } } }`, { of });
    }
    await both(
      `query ($of: [ID!]!) { impact(of: $of) {
        kpis(first: 100) { nodes { kpi { id } risk shortestPathCount { value } path { nodes { id } } } }
        deployments(first: 100) { nodes { deployment { id } risk } }
        owners(first: 100) { nodes { owner { id } ownsCount { value } } } counts { kind count } answer { limitHit } } }`,
      { of },
    );
  });

  test('both see a write as soon as it is acknowledged', async () => {
    const [of, to] = ['urn:throughline:dataset:fresh:orders', 'urn:throughline:job:fresh:load'];
    const at = '2026-11-20T00:00:00Z';
    const position = await applyFacts(store, [
      { fact: 'relation', type: 'READ_BY', from: of, to, props: {}, provenance: 'OBSERVED', at, source: 'test' },
    ]);
    for (const server of [store, memory]) {
      const document = `{ lineage(of: ["${of}"], direction: DOWNSTREAM) { nodes { id } } }`;
      const { data } = await server.answer(document, {}, { 'x-throughline-position': position });
      expect(data).toEqual({ lineage: { nodes: [{ id: of }, { id: to }] } });
    }
  });
});

/** What differs between two questions at two times is left out. */
function comparable(answer: Answer | undefined): unknown {
  return JSON.parse(JSON.stringify(answer, (key, value: unknown) => (key === 'moment' ? '…' : value)));
}
