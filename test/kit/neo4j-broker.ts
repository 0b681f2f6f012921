import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../src/cli/neo4j/find-jdk.ts';
import type { Neo4jInstallation, Neo4jLine } from '../../src/cli/neo4j/installation.ts';
import { neo4jInstallation } from '../../src/cli/neo4j/installation.ts';
import type { RunningNeo4j } from '../../src/cli/neo4j/start.ts';
import { startNeo4j } from '../../src/cli/neo4j/start.ts';
import type { Unavailable } from '../../src/cli/neo4j/unavailable.ts';
import { isUnavailable } from '../../src/cli/neo4j/unavailable.ts';
import type { Neo4jConnection } from './neo4j-connection.ts';
import { wipe } from './neo4j-connection.ts';

/** What a worker is told on its connection, as one line of JSON. */
export type Lease = Neo4jConnection | Unavailable | { readonly error: string };

/** Lends Neo4j servers to test files. */
export interface Neo4jBroker extends AsyncDisposable {
  /** Connect to this port of 127.0.0.1, read one line of JSON, a {@link Lease}, and close to give the server back. */
  readonly port: number;
}

/**
 * Community Edition has one database, so two files at the same time need two servers: each lease is exclusive, and
 * empty when it is given. Servers start on demand, so a run that asks for none pays nothing, and are lent again.
 * The one of TEST_NEO4J_URI can't be multiplied: there, files wait for one another.
 */
export async function startNeo4jBroker(env: Environment): Promise<Neo4jBroker> {
  const supply = env['TEST_NEO4J_URI'] ? givenServer(env['TEST_NEO4J_URI'], env) : ownServers(env);
  const listener = createServer((socket) => void lend(supply, socket));
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      listener.close();
      await supply[Symbol.asyncDispose]();
    },
  };
}

interface Supply extends AsyncDisposable {
  take(): Promise<Neo4jConnection | Unavailable>;
  giveBack(connection: Neo4jConnection): void;
}

async function lend(supply: Supply, socket: Socket): Promise<void> {
  const closed = once(socket, 'close');
  socket.on('error', () => socket.destroy()).resume();
  const lease = await takeEmpty(supply);
  socket.write(`${JSON.stringify(lease)}\n`);
  await closed;
  if ('uri' in lease) supply.giveBack(lease);
}

async function takeEmpty(supply: Supply): Promise<Lease> {
  try {
    const connection = await supply.take();
    if (isUnavailable(connection)) return connection;
    try {
      await wipe(connection);
      return connection;
    } catch (error) {
      supply.giveBack(connection);
      throw error;
    }
  } catch (error) {
    return { error: String(error) };
  }
}

function givenServer(uri: string, env: Environment): Supply {
  const { TEST_NEO4J_USER: user, TEST_NEO4J_PASSWORD: password, TEST_NEO4J_DATABASE: database } = env;
  const connection = { uri, ...(user && { user }), ...(password && { password }), ...(database && { database }) };
  const waiting: Array<() => void> = [];
  let lent = false;
  return {
    take: async () => {
      if (lent) await new Promise<void>((resolve) => waiting.push(resolve));
      lent = true;
      return connection;
    },
    giveBack: () => {
      const next = waiting.shift();
      if (next) next();
      else lent = false;
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

function ownServers(env: Environment): Supply {
  const idle: Neo4jConnection[] = [];
  const started: OwnNeo4j[] = [];
  let installation: Promise<Neo4jInstallation | Unavailable> | undefined;
  return {
    take: async () => {
      const free = idle.pop();
      if (free) return free;
      const found = await (installation ??= neo4jInstallation(lineForTests(env), env));
      if (isUnavailable(found)) return found;
      const own = await startTemporary(found);
      started.push(own);
      return { uri: own.server.uri };
    },
    giveBack: (connection) => idle.push(connection),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(started.map((own) => own[Symbol.asyncDispose]()));
    },
  };
}

/** Which line THROUGHLINE_TEST_NEO4J asks for. */
export function lineForTests(env: Environment): Neo4jLine {
  const line = env['THROUGHLINE_TEST_NEO4J'] ?? 'current';
  if (line !== 'current' && line !== 'lts')
    throw new Error(`THROUGHLINE_TEST_NEO4J is neither current nor lts: ${line}`);
  return line;
}

/** A server with a data folder of its own; disposing ends it and removes the folder. */
export interface OwnNeo4j extends AsyncDisposable {
  readonly server: RunningNeo4j;
}

export async function startTemporary(installation: Neo4jInstallation): Promise<OwnNeo4j> {
  const home = await mkdtemp(join(tmpdir(), 'throughline-neo4j-'));
  const server = await startNeo4j({ installation, home, boltPort: 0, httpPort: 0, shortLived: true });
  return {
    server,
    [Symbol.asyncDispose]: async () => {
      await server.kill();
      await rm(home, { recursive: true, force: true });
    },
  };
}
