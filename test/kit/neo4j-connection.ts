import neo4j from 'neo4j-driver';
import type { Driver } from 'neo4j-driver';

/** Where a Neo4j is that tests may wipe. */
export interface Neo4jConnection {
  readonly uri: string;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
}

/** What tells a server to use it. */
export function environmentOf({ uri, user, password, database }: Neo4jConnection): Record<string, string> {
  return {
    NEO4J_URI: uri,
    ...(user === undefined ? {} : { NEO4J_USER: user }),
    ...(password === undefined ? {} : { NEO4J_PASSWORD: password }),
    ...(database === undefined ? {} : { NEO4J_DATABASE: database }),
  };
}

export function connect({ uri, user, password }: Neo4jConnection): Driver {
  return neo4j.driver(uri, password === undefined ? undefined : neo4j.auth.basic(user ?? 'neo4j', password));
}

/** Removes all data, constraints and indexes, but for the two token look-ups that a new database has too. */
export async function wipe(connection: Neo4jConnection): Promise<void> {
  await using driver = connect(connection);
  const session = driver.session(connection.database === undefined ? {} : { database: connection.database });
  try {
    await session.run('MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS');
    const constraints = await session.run('SHOW CONSTRAINTS YIELD name');
    for (const row of constraints.records) await session.run(`DROP CONSTRAINT ${quoted(row.get('name'))} IF EXISTS`);
    const indexes = await session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'");
    for (const row of indexes.records) await session.run(`DROP INDEX ${quoted(row.get('name'))} IF EXISTS`);
  } finally {
    await session.close();
  }
}

function quoted(name: unknown): string {
  return `\`${String(name).replaceAll('`', '``')}\``;
}
