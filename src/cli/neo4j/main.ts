import { resolve } from 'node:path';
import type { Neo4jLine } from './installation.ts';
import { neo4jInstallation } from './installation.ts';
import { startNeo4j } from './start.ts';
import { isUnavailable } from './unavailable.ts';

const line: Neo4jLine = process.argv.includes('--lts') ? 'lts' : 'current';

async function main(): Promise<void> {
  const boltPort = portFrom('NEO4J_BOLT_PORT', 7687);
  const httpPort = portFrom('NEO4J_HTTP_PORT', 7474);
  const stopAsked = new Promise<void>((resolveAsked) => {
    process.once('SIGTERM', resolveAsked);
    process.once('SIGINT', resolveAsked);
  });

  const installation = await neo4jInstallation(line, process.env);
  if (isUnavailable(installation)) throw new Error(installation.unavailable);
  // The two lines do not read each other's files.
  const home = resolve('.throughline', line === 'lts' ? 'neo4j-lts' : 'neo4j');
  const password = process.env['NEO4J_PASSWORD'] || undefined;
  await using server = await startNeo4j({ installation, home, boltPort, httpPort, password });
  console.log(`Neo4j ${installation.version} is ready: ${server.uri}`);

  const why = await Promise.race([stopAsked.then(() => 'asked'), server.ended.then(() => 'ended')]);
  if (why === 'ended') throw new Error(`Neo4j ended by itself; its log: ${home}/logs/console.log`);
}

function portFrom(name: string, fallback: number): number {
  const text = process.env[name];
  const port = text ? Number(text) : fallback;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${name} is not a port: ${text}`);
  return port;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
