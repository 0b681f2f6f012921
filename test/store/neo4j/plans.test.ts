import { int, type Plan } from 'neo4j-driver';
import { expect, test } from 'vitest';
import { ontology } from '../../../src/domains/index.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { relationId, type Fact } from '../../../src/kernel/fact.ts';
import { formatUrn } from '../../../src/kernel/urn.ts';
import { plan } from '../../../src/store/claims/plan.ts';
import { LOAD } from '../../../src/store/neo4j/load.ts';
import { lookupStatement } from '../../../src/store/neo4j/lookup.ts';
import { openNeo4jStore } from '../../../src/store/neo4j/index.ts';
import { statementsFor } from '../../../src/store/neo4j/write-statements.ts';
import { trusted } from '../../contract/trusted.ts';
import { batchOf } from '../../contract/subject.ts';
import { connect } from '../../kit/neo4j-connection.ts';
import { neo4jForTests } from '../../kit/neo4j.ts';
import { describeUnlessUnavailable } from '../../kit/unavailable.ts';

/** Operators that look at all nodes of some kind, or at all versions of one, where an index could tell. */
const SCAN = /AllNodesScan|LabelScan|NodeIndexScan|RelationshipsScan|RelationshipTypeScan|Top|Sort/;

/** Each kind of write once: what begins, what is described anew, and what ends. */
function everyStatement() {
  const claim = { source: 'dbt', namespace: 'plans' };
  const dataset = (at: string) => trusted({ fact: 'entity', kind: 'DATASET', name: 'orders', at, ...claim });
  const [of, field] = [formatUrn('DATASET', 'plans', 'orders'), formatUrn('FIELD', 'plans', 'orders#id')];
  const key = { type: 'CONTAINS', from: of, to: field, discriminator: '' };
  const at = '2026-01-02T00:00:00Z';
  const facts = [
    dataset('2026-01-01T00:00:00Z'),
    trusted({ fact: 'set', of, type: 'CONTAINS', members: [field], at, source: 'dbt' }),
    { ...dataset(at), props: { rowCount: 1 } } as Fact,
  ];
  const nothing = {
    keys: [],
    hashes: new Set<string>(),
    entities: new Map(),
    relations: new Map(),
    newestSets: new Map(),
    runs: [],
    streams: new Map(),
    tokens: new Map(),
    authorities: [],
    contested: { entities: [], relations: [] },
  };
  const head = { position: 0, recordedAt: null, newestEvent: null, firstRecordedAt: null };
  const late = { entities: new Map(), relations: new Map(), segments: new Map(), runs: new Map() };
  const { writes } = plan([batchOf(facts)], { head, ...nothing }, late, ontology, systemClock());
  const removed = [{ relation: relationId(key), validFrom: systemClock(), removedAt: 1 }];
  return statementsFor({ ...writes, removed }, ontology);
}

describeUnlessUnavailable('the plans of what a write and a look-up ask', await neo4jForTests(), (connection) => {
  test('made on an empty graph, find each node by an index', async () => {
    const store = await openNeo4jStore({ ...connection, ontology });
    await store[Symbol.asyncDispose]();
    await using driver = connect(connection);
    const writes = [{ cypher: LOAD, parameters: {} }, ...everyStatement()];
    expect(writes.length).toBeLessThanOrEqual(6);
    const place = { ends: ['one'], position: 1, time: 1, limit: int(1) };
    const lookups = (['out', 'in'] as const).map((side) => ({ cypher: lookupStatement(side), parameters: place }));
    const statements = [...writes, ...lookups];
    const operatorsFor = async (cypher: string, parameters = {}) => {
      const { summary } = await driver.executeQuery(`EXPLAIN ${cypher}`, parameters);
      return operatorsOf(summary.plan as Plan);
    };
    for (const { cypher, parameters } of statements) {
      const operators = await operatorsFor(cypher, parameters);
      expect(operators.join('\n')).toMatch(/NodeUniqueIndexSeek|NodeIndexSeek/);
      expect({ cypher, scans: operators.filter((operator) => SCAN.test(operator)) }).toEqual({ cypher, scans: [] });
    }
    // What has no index would be found out.
    expect((await operatorsFor("MATCH (e:TlEntry {fact: '{}'}) RETURN e")).join('\n')).toMatch(SCAN);
  });
});

function operatorsOf({ operatorType, children }: Plan): string[] {
  return [operatorType, ...children.flatMap(operatorsOf)];
}
