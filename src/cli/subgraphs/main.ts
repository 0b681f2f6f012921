import { buildGraph, domainsOf } from '../../graphql/index.ts';
import { portIn, stopAsked } from '../environment.ts';
import { FIRST_PORT } from '../supergraph/compose.ts';
import { startSubgraphs } from './start.ts';

/** Starts a process for each domain, and says for each where it is in the way in which `npm run supergraph` takes it. */
async function main(): Promise<void> {
  const stop = stopAsked();
  const say = (name: string, url: string) => console.log(`${name}=${url}`);
  const port = portIn(process.env, FIRST_PORT);
  await using subgraphs = startSubgraphs(domainsOf(buildGraph()), port, process.env, say);
  // Who asks for the end while they start waits for none of them.
  if ((await Promise.race([stop, subgraphs.ready])) === null) return;
  const ended = await Promise.race([stop, subgraphs.ended]);
  if (ended !== null) throw new Error(`${ended} ended by itself; the others are stopped`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
