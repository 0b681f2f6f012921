import { connect as connectTcp } from 'node:net';
import { createInterface } from 'node:readline';
import { inject } from 'vitest';
import type { Neo4jInstallation } from '../../src/cli/neo4j/installation.ts';
import { neo4jInstallation } from '../../src/cli/neo4j/installation.ts';
import type { Lease, OwnNeo4j } from './neo4j-broker.ts';
import { lineForTests, startTemporary } from './neo4j-broker.ts';
import type { Neo4jConnection } from './neo4j-connection.ts';
import type { Unavailable } from './unavailable.ts';
import { isUnavailable } from './unavailable.ts';

export { wipe } from './neo4j-connection.ts';
export type { Neo4jConnection, OwnNeo4j };

let lease: Promise<Neo4jConnection | Unavailable> | undefined;

/**
 * A real Neo4j for this test file alone, empty at the first call: that of TEST_NEO4J_URI, else Neo4j Community started
 * for this run, of the line that THROUGHLINE_TEST_NEO4J names (`lts`; the newest without it).
 */
export function neo4jForTests(): Promise<Neo4jConnection | Unavailable> {
  return (lease ??= askForLease(inject('neo4jBroker')));
}

/** A private Neo4j, always Community started here, for tests that kill and restart it. */
export async function ownNeo4j(): Promise<OwnNeo4j | Unavailable> {
  const installation = await installationForTests();
  return isUnavailable(installation) ? installation : startTemporary(installation);
}

/** What this run starts its own Neo4j from. */
export function installationForTests(): Promise<Neo4jInstallation | Unavailable> {
  return neo4jInstallation(lineForTests(process.env), process.env);
}

/** The open connection is the lease: it ends with this file's worker, however that ends. */
async function askForLease(port: number): Promise<Neo4jConnection | Unavailable> {
  const socket = connectTcp(port, '127.0.0.1');
  for await (const line of createInterface({ input: socket })) {
    const answer = JSON.parse(line) as Lease;
    if ('error' in answer) throw new Error(answer.error);
    socket.unref();
    return answer;
  }
  throw new Error('the test run ended before it gave a Neo4j');
}
