import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StartOptions } from '../../src/cli/neo4j/start.ts';
import { startNeo4j } from '../../src/cli/neo4j/start.ts';
import type { Neo4jConnection } from '../kit/neo4j-connection.ts';
import { connect } from '../kit/neo4j-connection.ts';
import { installationForTests, neo4jForTests, wipe } from '../kit/neo4j.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';

describeUnlessUnavailable('a Neo4j of our own', await installationForTests(), (installation) => {
  const password = 'not-the-initial-one';
  let options: StartOptions;
  beforeAll(async () => {
    const home = await mkdtemp(join(tmpdir(), 'throughline-neo4j-'));
    options = { installation, home, boltPort: 0, httpPort: 0, shortLived: true };
  });
  afterAll(() => rm(options.home, { recursive: true }));

  test('keeps what was committed through SIGKILL, on the same ports, behind its password', async () => {
    await using server = await startNeo4j({ ...options, password });
    const { uri, httpUri, pid } = server;
    await read({ uri, password }, 'CREATE (:Kept {n: 1}) RETURN 1');

    await server.kill();
    await server.ended;
    await expect(read({ uri, password }, 'RETURN 1')).rejects.toMatchObject({ code: 'ServiceUnavailable' });

    await server.restart();
    expect(server.pid).not.toBe(pid);
    expect(await read({ uri, password }, 'MATCH (k:Kept) RETURN k.n')).toEqual([1]);
    for (const wrong of [{ uri, password: 'neo4j' }, { uri }]) {
      await expect(read(wrong, 'RETURN 1')).rejects.toMatchObject({ code: 'Neo.ClientError.Security.Unauthorized' });
    }
    expect(await (await fetch(httpUri)).json()).toMatchObject({ neo4j_version: installation.version });

    const another = startNeo4j({ ...options, boltPort: Number(new URL(uri).port) });
    await expect(another).rejects.toThrow('is taken');
    await server.stop();
  });

  test('refuses data that has another password, and says so', async () => {
    const start = startNeo4j({ ...options, password: 'a-second-password' });
    await expect(start).rejects.toThrow('another one is set in its data');
  });
});

describeUnlessUnavailable('wipe', await neo4jForTests(), (neo4j) => {
  test('leaves no data, constraint or index', async () => {
    await read(neo4j, 'CREATE (:A {id: 1})-[:TO]->(:`odd label` {id: 2}) RETURN 1');
    await read(neo4j, 'CREATE CONSTRAINT `odd ``name` FOR (a:A) REQUIRE a.id IS UNIQUE');
    await read(neo4j, 'CREATE TEXT INDEX names FOR (a:A) ON (a.name)');
    await wipe(neo4j);
    expect(await read(neo4j, 'MATCH (n) RETURN n')).toEqual([]);
    expect(await read(neo4j, 'SHOW CONSTRAINTS YIELD name')).toEqual([]);
    expect(await read(neo4j, 'SHOW INDEXES YIELD type RETURN type')).toEqual(['LOOKUP', 'LOOKUP']);
  });
});

/** The first column of each row. */
async function read(connection: Neo4jConnection, cypher: string): Promise<unknown[]> {
  await using driver = connect(connection);
  // Not in a managed transaction, which would try for 30 seconds to reach a server that is down.
  const { records } = await driver.session().run(cypher);
  return records.map((record) => asNumber(record.get(0)));
}

function asNumber(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'toNumber' in value ? Number(value) : value;
}
