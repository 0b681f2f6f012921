import { afterAll, beforeAll, expect, test } from 'vitest';
import { ontology } from '../../../src/domains/index.ts';
import { formatUrn, type Urn } from '../../../src/kernel/urn.ts';
import { openNeo4jStore } from '../../../src/store/neo4j/index.ts';
import type { RelationLookup, SegmentRow, Store } from '../../../src/store/ports.ts';
import { applied, readAt } from '../../contract/subject.ts';
import { trusted } from '../../contract/trusted.ts';
import { neo4jForTests } from '../../kit/neo4j.ts';
import { describeUnlessUnavailable } from '../../kit/unavailable.ts';

const urn = (kind: string, name: string): Urn => formatUrn(kind, 'lookup', name);
const dataset = urn('DATASET', 'orders');
const jobs = ['a', 'b', 'c'].map((name) => urn('JOB', name));
const read = (to: Urn, at: string, columns = 'KNOWN') =>
  trusted({
    ...{ fact: 'relation', type: 'READ_BY', from: dataset, to, props: { columns } },
    ...{ provenance: 'OBSERVED', at, source: 'dbt' },
  });
const text = (rows: readonly SegmentRow[] | null) =>
  rows?.map(({ key, props, addedAt }) => `${key.to.slice(-1)} ${JSON.stringify(props)} ${addedAt}`).sort();

describeUnlessUnavailable('a look-up in Neo4j', await neo4jForTests(), (connection) => {
  let store: Store;
  let lookup: RelationLookup;
  let told: number;
  let ended: number;
  beforeAll(async () => {
    store = await openNeo4jStore({ ...connection, ontology });
    lookup = store.graph.lookup!;
    const facts = jobs.map((job) => read(job, '2026-01-01T00:00:00Z'));
    ({ position: told } = await applied(store, facts));
    const of = { type: 'READ_BY', from: dataset, to: jobs[0] };
    const end = trusted({ fact: 'retire', of, at: '2026-02-01T00:00:00Z', source: 'dbt' });
    ({ position: ended } = await applied(store, [end, read(jobs[1]!, '2026-03-01T00:00:00Z', 'OPAQUE')]));
  });
  afterAll(() => store[Symbol.asyncDispose]());

  const out = [{ type: 'READ_BY', end: 'from', of: dataset }] as const;

  test('gives what holds at an end, at any position and moment', async () => {
    const known = '{"columns":"KNOWN"}';
    expect(text(await lookup.holding(out, readAt(told), 10))).toEqual(
      ['a', 'b', 'c'].map((job, index) => `${job} ${known} ${told - 2 + index}`),
    );
    expect(text(await lookup.holding(out, readAt(ended), 10))).toEqual([
      `b {"columns":"OPAQUE"} ${ended}`,
      `c ${known} ${told}`,
    ]);
    const february = Date.UTC(2026, 0, 15) * 1_000;
    expect(text(await lookup.holding(out, readAt(ended, february), 10))).toHaveLength(3);
    expect(await lookup.holding(out, readAt(told - 3), 10)).toEqual([]);
  });

  test('looks at either side of relations, and at no others', async () => {
    const into = (type: string) => [{ type, end: 'to', of: jobs[2]! }] as const;
    const both = await lookup.holding([...out, ...into('READ_BY')], readAt(ended), 10);
    expect(text(both)?.map((line) => line[0])).toEqual(['b', 'c', 'c']);
    expect(await lookup.holding(into('USED_BY'), readAt(ended), 10)).toEqual([]);
    expect(await lookup.holding([], readAt(ended), 10)).toEqual([]);
  });

  test('gives all that was recorded up to a position, whether it holds or not', async () => {
    expect(await lookup.recorded(out, told, 10)).toHaveLength(3);
    // What was believed of the two that changed, and that each ended.
    expect(await lookup.recorded(out, ended, 10)).toHaveLength(6);
  });

  test('says so where there is more than was asked for', async () => {
    expect(await lookup.holding(out, readAt(told), 3)).toHaveLength(3);
    expect(await lookup.holding(out, readAt(told), 2)).toBeNull();
  });

  test('streams segments of the types that are asked for', async () => {
    await applied(store, [
      trusted({ fact: 'set', of: dataset, type: 'CONTAINS', members: [], at: '2026-01-01T00:00:00Z', source: 'dbt' }),
      trusted({
        ...{ fact: 'relation', type: 'WRITES', from: jobs[0], to: dataset },
        at: '2026-01-01T00:00:00Z',
        source: 'dbt',
      }),
    ]);
    const { position } = await store.log.head();
    const types: string[] = [];
    for await (const rows of lookup.segments(['WRITES'], 0, position)) types.push(...rows.map(({ key }) => key.type));
    expect(types).toEqual(['WRITES']);
  });
});
