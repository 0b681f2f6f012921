import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isEnumType, isInputObjectType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { kinds, relationships } from '../../src/domains/index.ts';
import { defineKind } from '../../src/domains/kind/define-kind.ts';
import { buildGraph } from '../../src/graphql/index.ts';
import { createOntology } from '../../src/kernel/ontology.ts';
import { isFact, parseFact } from '../../src/kernel/parse-fact.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { openSearchIndex } from '../../src/projections/search/index.ts';
import { Connection } from '../../src/store/embedded/database.ts';
import { openEmbeddedStore } from '../../src/store/embedded/index.ts';
import { openNeo4jStore } from '../../src/store/neo4j/index.ts';
import type { Store } from '../../src/store/ports.ts';
import { applied, headAt } from '../contract/subject.ts';
import { connect } from '../kit/neo4j-connection.ts';
import { neo4jForTests } from '../kit/neo4j.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';

/** All that adding a kind takes. */
const Toy = defineKind({
  kind: 'TOY',
  typeName: 'Toy',
  plural: 'toys',
  domain: 'catalog',
  description: 'Something to play with.',
  naming: 'The box that it lies in, and what it is called.',
  attributes: {
    colour: { type: 'string', description: 'Its colour.', filter: true, facet: true, search: true },
    wheels: { type: 'int', description: 'How many wheels it has.', filter: true, order: true },
  },
});

const withToy = [...kinds, Toy];
const ontology = createOntology(withToy, relationships);

test('type, connection, filter, order, list, mutations and the member of EntityKind follow from its declaration', () => {
  const schema = buildGraph(withToy);
  const fieldsOf = (name: string) => {
    const type = schema.getType(name);
    return isObjectType(type) || isInputObjectType(type) ? Object.keys(type.getFields()) : [];
  };
  expect(fieldsOf('Toy')).toEqual(expect.arrayContaining(['id', 'owners', 'lineage', 'history', 'colour', 'wheels']));
  expect(fieldsOf('ToyConnection')).toEqual(['edges', 'nodes', 'pageInfo', 'total']);
  expect(fieldsOf('ToyFilter')).toEqual(expect.arrayContaining(['name', 'tags', 'retired', 'colour', 'wheels']));
  expect(fieldsOf('ToyOrder')).toEqual(['field', 'direction']);
  const order = schema.getType('ToyOrderField');
  expect(isEnumType(order) && order.getValues().map((value) => value.name)).toContain('WHEELS');
  const kind = schema.getType('EntityKind');
  expect(isEnumType(kind) && kind.getValues().map((value) => value.name)).toContain('TOY');
  expect(schema.getQueryType()?.getFields()['toys']).toBeDefined();
  expect(Object.keys(schema.getMutationType()?.getFields() ?? {})).toEqual(
    expect.arrayContaining(['upsertToy', 'retireToy']),
  );
});

const toys = [
  ['car', { colour: 'red', wheels: 4 }],
  ['trike', { colour: 'red', wheels: 3 }],
] as const;

/** Writes two toys and lists one of them. */
async function expectListed(store: Store): Promise<void> {
  const facts = toys.map(([name, props]) => {
    const claim = { at: '2026-01-01T00:00:00Z', source: 'test' };
    const fact = parseFact({ fact: 'entity', kind: 'TOY', namespace: 'box', name, props, ...claim }, ontology);
    if (!isFact(fact)) throw new Error(fact.message);
    return fact;
  });
  await applied(store, facts);
  const where = [{ field: 'wheels', operator: 'gt', value: 3 }] as const;
  const query = { kind: 'TOY', where, order: [{ field: 'wheels', descending: true }], after: null, count: false };
  const found = await store.graph.find({ ...query, first: 9 }, await headAt(store));
  expect(found.records.map((record) => record.name)).toEqual(['car']);
}

test('the embedded store, its indexes, lists and the search know it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-toy-'));
  const store = await openEmbeddedStore({ folder, ontology });
  const search = await openSearchIndex({ store, ontology, file: null });
  await expectListed(store);
  await search.catchUp((await store.log.head()).position);
  const any = { kinds: null, namespaces: null, owners: null, tags: null, described: null, first: 9, after: null };
  const page = await search.query({ ...any, text: 'red', facets: true, viewer: EVERYBODY });
  expect(page.hits.map((hit) => hit.matched)).toEqual([['colour'], ['colour']]);
  expect(page.facets.find((facet) => facet.name === 'colour')?.values).toEqual([{ value: 'red', count: 2 }]);
  await search[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
  const connection = new Connection(folder, { readOnly: true });
  const indexes = connection.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'index'");
  expect(indexes.map((index) => index.name)).toEqual(
    expect.arrayContaining(['record_toy_colour', 'record_toy_wheels']),
  );
  connection[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

describeUnlessUnavailable('on Neo4j', await neo4jForTests(), (connection) => {
  test('the store, its constraint, its indexes and lists know it, and so do analysts', async () => {
    await using store = await openNeo4jStore({ ...connection, ontology });
    await expectListed(store);
    await using driver = connect(connection);
    const rows = async (cypher: string) => (await driver.executeQuery(cypher)).records.map((row) => row.toObject());
    expect(
      await rows(
        "SHOW CONSTRAINTS YIELD type, labelsOrTypes AS on, properties WHERE 'Toy' IN on RETURN type, properties",
      ),
    ).toEqual([{ type: expect.stringContaining('UNIQUENESS'), properties: ['id'] }]);
    for (const label of ['Toy', 'TlToyRecord']) {
      const indexed = await rows(
        `SHOW INDEXES YIELD labelsOrTypes AS on, properties, state WHERE '${label}' IN on AND state = 'ONLINE'
         RETURN properties[0] AS name ORDER BY name`,
      );
      const expected = ['colour', ...(label === 'Toy' ? ['id'] : []), 'name', 'namespace', 'wheels'];
      expect(indexed.map((row) => row['name'])).toEqual(expected);
    }
    const seen = await rows(
      'MATCH (t:Toy:Entity) RETURN t.name AS name, t.colour AS colour, valueType(t.wheels) AS wheels ORDER BY name',
    );
    expect(seen).toEqual(toys.map(([name, { colour }]) => ({ name, colour, wheels: 'INTEGER NOT NULL' })));
  });
});
