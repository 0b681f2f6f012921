import { connect as connectTcp, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, inject } from 'vitest';
import type { Neo4jInstallation } from '../../src/cli/neo4j/installation.ts';
import { neo4jInstallation } from '../../src/cli/neo4j/installation.ts';
import type { Lease, OwnNeo4j } from './neo4j-broker.ts';
import { lineForTests, startTemporary } from './neo4j-broker.ts';
import type { Neo4jConnection } from './neo4j-connection.ts';
import type { Unavailable } from './unavailable.ts';
import { isUnavailable } from './unavailable.ts';

export { wipe } from './neo4j-connection.ts';
export type { Neo4jConnection, OwnNeo4j };

let lease: Lent | undefined;

interface Lent {
  readonly socket: Socket;
  readonly neo4j: Promise<Neo4jConnection | Unavailable>;
}

/**
 * A real Neo4j for this test file alone, empty at the first call: that of TEST_NEO4J_URI, else Neo4j Community started
 * for this run, of the line that THROUGHLINE_TEST_NEO4J names (`lts`; the newest without it). To be asked for outside of
 * tests first: it is given back behind the last of them.
 */
export function neo4jForTests(): Promise<Neo4jConnection | Unavailable> {
  if (lease === undefined) {
    lease = askForLease(inject('neo4jBroker'));
    // A worker goes on with the next file, which finds these modules as they were left.
    afterAll(() => {
      lease?.socket.destroy();
      lease = undefined;
    });
  }
  return lease.neo4j;
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

/** The open connection is the lease: it ends with this file, and with its worker, however that ends. */
function askForLease(port: number): Lent {
  const socket = connectTcp(port, '127.0.0.1');
  return { socket, neo4j: leaseFrom(socket) };
}

async function leaseFrom(socket: Socket): Promise<Neo4jConnection | Unavailable> {
  for await (const line of createInterface({ input: socket })) {
    const answer = JSON.parse(line) as Lease;
    if ('error' in answer) throw new Error(answer.error);
    socket.unref();
    return answer;
  }
  throw new Error('the test run ended before it gave a Neo4j');
}
