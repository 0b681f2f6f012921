import { isDateTime, type Driver, type Record as DriverRecord } from 'neo4j-driver';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoFacts } from '../../seed/demo/index.ts';
import { ontology, relationships } from '../../src/domains/index.ts';
import { parseTime } from '../../src/kernel/time.ts';
import { openNeo4jStore } from '../../src/store/neo4j/index.ts';
import { applied } from '../contract/subject.ts';
import { connect } from '../kit/neo4j-connection.ts';
import { neo4jForTests } from '../kit/neo4j.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';
import { QUESTIONS, type Row } from './cookbook/answers.ts';
import { cornerFacts } from './cookbook/corner.ts';
import { pictureOf, type Picture } from './cookbook/picture.ts';
import { recipes } from './cookbook/recipes.ts';

test('the cookbook has ten questions, and paths follow all that carries lineage and nothing else', () => {
  expect(recipes.map(({ question }) => question)).toEqual(Object.keys(QUESTIONS));
  expect(recipes).toHaveLength(10);
  const lineage = relationships.filter((each) => each.lineage).map(({ type }) => type);
  const paths = recipes.flatMap(({ cypher }) =>
    [...cypher.matchAll(/\[:(\w+(?:\|\w+)+)/g)].map(([, types = '']) => types),
  );
  expect(paths.length).toBeGreaterThan(0);
  for (const types of paths) expect(types.split('|').sort()).toEqual(lineage.toSorted());
});

describeUnlessUnavailable('on a real Neo4j, by the plain driver', await neo4jForTests(), (connection) => {
  let driver: Driver;
  let picture: Picture;
  beforeAll(async () => {
    await using store = await openNeo4jStore({ ...connection, ontology });
    const facts = [...demoFacts(), ...cornerFacts()];
    for (let start = 0; start < facts.length; start += 500) await applied(store, facts.slice(start, start + 500));
    picture = await pictureOf(store);
    driver = connect(connection);
  });
  afterAll(() => driver.close());

  test.each(recipes)('$question', async ({ question, cypher }) => {
    const { parameters, check } = QUESTIONS[question]!(picture);
    const rows = (await driver.executeQuery(cypher, parameters)).records.map(plain);
    expect(rows.length).toBeGreaterThan(0);
    check(rows);
  });

  test.each(recipes.filter(({ cypher }) => cypher.includes('*1..')))(
    '$question visits each node once',
    async ({ question, cypher }) => {
      const { summary } = await driver.executeQuery(`EXPLAIN ${cypher}`, QUESTIONS[question]!(picture).parameters);
      const plan = JSON.stringify(summary.plan);
      expect(plan).toMatch(/VarLengthExpand\(Pruning/);
      expect(plan).not.toMatch(/VarLengthExpand\((All|Into)/);
    },
  );
});

/** A row in plain values: numbers, texts, and times in microseconds. */
function plain(row: DriverRecord): Row {
  return Object.fromEntries(row.keys.map((name) => [name, plainValue(row.get(name))]));
}

function plainValue(value: unknown): unknown {
  if (isDateTime(value as object)) return parseTime(String(value));
  return typeof value === 'object' && value !== null && 'toNumber' in value ? Number(value) : value;
}
