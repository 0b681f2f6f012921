import { expect, test } from 'vitest';
import { ontology } from '../../../src/domains/index.ts';
import { DatabaseRefused, openNeo4jStore } from '../../../src/store/neo4j/index.ts';
import { connect } from '../../kit/neo4j-connection.ts';
import { neo4jForTests, wipe } from '../../kit/neo4j.ts';
import { describeUnlessUnavailable } from '../../kit/unavailable.ts';

describeUnlessUnavailable('a database', await neo4jForTests(), (connection) => {
  const open = () => openNeo4jStore({ ...connection, ontology });

  test('with a graph of another version is refused, and left as it is', async () => {
    await wipe(connection);
    await using driver = connect(connection);
    await driver.executeQuery('CREATE (:TlHead {one: 1, version: 99, position: 7})');
    const error = await open().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatabaseRefused);
    expect(error).toMatchObject({ option: 'uri', message: expect.stringMatching(/version 99.*version 4$/) });
    const { records } = await driver.executeQuery('MATCH (n) RETURN n.version AS version, labels(n) AS labels');
    expect(records.map((row) => [Number(row.get('version')), row.get('labels')])).toEqual([[99, ['TlHead']]]);
  });

  test('with a graph of the version before becomes one of this version', async () => {
    await wipe(connection);
    await using driver = connect(connection);
    await driver.executeQuery('CREATE (:TlHead {one: 1, version: 3, position: 7})');
    await using store = await open();
    expect((await store.log.head()).position).toBe(7);
    const { records } = await driver.executeQuery('MATCH (head:TlHead) RETURN head.version AS version');
    expect(records.map((row) => Number(row.get('version')))).toEqual([4]);
  });
});
