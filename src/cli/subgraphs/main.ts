import { buildGraph, domainsOf } from '../../graphql/index.ts';
import { FIRST_PORT } from '../supergraph/compose.ts';
import { startSubgraphs } from './start.ts';

/** Starts a process for each domain, and says for each where it is in the way in which `npm run supergraph` takes it. */
async function main(): Promise<void> {
  const stopAsked = new Promise<null>((resolve) => {
    process.once('SIGTERM', () => resolve(null));
    process.once('SIGINT', () => resolve(null));
  });
  await using subgraphs = await startSubgraphs(domainsOf(buildGraph()), firstPort(), process.env, (name, url) =>
    console.log(`${name}=${url}`),
  );
  const ended = await Promise.race([stopAsked, subgraphs.ended]);
  if (ended !== null) throw new Error(`${ended} ended by itself; the others are stopped`);
}

function firstPort(): number {
  const text = process.env['PORT'] ?? String(FIRST_PORT);
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new Error(`PORT: expected that of the first subgraph, or 0; came ${text}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
