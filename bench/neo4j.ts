import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import neo4j from 'neo4j-driver';
import { neo4jInstallation } from '../src/cli/neo4j/installation.ts';
import { startNeo4j } from '../src/cli/neo4j/start.ts';
import { isUnavailable } from '../src/cli/neo4j/unavailable.ts';
import type { Measured, Table } from './bench.ts';

/** Measures on the Neo4j of BENCH_NEO4J_URI, else on one of its own that goes with it. */
export async function measuredOnNeo4j(measure: (uri: string) => Promise<readonly Table[]>): Promise<Measured> {
  const given = process.env['BENCH_NEO4J_URI'];
  if (given !== undefined) return withVersion(given, measure);
  const installation = await neo4jInstallation('current', process.env);
  if (isUnavailable(installation)) throw new Error(installation.unavailable);
  const home = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  try {
    await using server = await startNeo4j({ installation, home, boltPort: 0, httpPort: 0 });
    return await withVersion(server.uri, measure);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function withVersion(uri: string, measure: (uri: string) => Promise<readonly Table[]>): Promise<Measured> {
  await using driver = neo4j.driver(uri);
  const { records } = await driver.executeQuery('CALL dbms.components() YIELD versions RETURN versions[0] AS version');
  return { tables: await measure(uri), versions: { neo4j: String(records[0]?.get('version')) } };
}
