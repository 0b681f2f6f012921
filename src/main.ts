import { startThroughline, type Throughline } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { FolderInUse } from './server/data-folder.ts';

/** Longer than this a shutdown waits for nobody. */
const DRAIN_MS = 10_000;

try {
  const throughline = await startThroughline(readConfig(), console.error);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void shutDown(throughline));
  console.log(welcome(throughline.url));
} catch (error) {
  const isExpected = error instanceof ConfigError || error instanceof FolderInUse;
  console.error(isExpected ? (error as Error).message : error);
  process.exit(1);
}

async function shutDown(throughline: Throughline): Promise<void> {
  const late = setTimeout(() => {
    console.error(`Not everything closed within ${DRAIN_MS / 1000} s.`);
    process.exit(1);
  }, DRAIN_MS);
  await throughline[Symbol.asyncDispose]();
  clearTimeout(late);
  process.exit(0);
}

function welcome(url: string): string {
  return [
    `Throughline answers at ${url}`,
    `  Explorer:    ${url}/explore`,
    `  Playground:  ${url}/`,
    `  GraphQL:     ${url}/graphql   (subscriptions: graphql-transport-ws on the same path, or GET as text/event-stream)`,
    `  OpenLineage: curl -X POST ${url}/api/v1/lineage -H 'content-type: application/json' -d @event.json`,
    `  Try:         { search(text: "orders", first: 5) { nodes { id kind name } } }`,
  ].join('\n');
}
