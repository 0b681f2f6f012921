import { buildGraph, domainsOf } from '../../graphql/index.ts';
import { portIn, stopAsked } from '../environment.ts';
import { freePort } from '../free-port.ts';
import { startSubgraphs } from '../subgraphs/start.ts';
import { compose, FIRST_PORT, ourSubgraphs } from '../supergraph/compose.ts';
import { startGateway } from './start.ts';

/** Starts a process for each domain and Hive Gateway over them, and says where each answers. */
async function main(): Promise<void> {
  const stop = stopAsked();
  const graph = buildGraph();
  const port = portIn(process.env, FIRST_PORT - 1);
  const urls = new Map<string, string>();
  const firstPort = port === 0 ? 0 : port + 1;
  await using subgraphs = startSubgraphs(domainsOf(graph), firstPort, process.env, (name, url) => {
    urls.set(name, url);
    console.log(`${name}=${url}`);
  });
  // Who asks for the end while they start waits for none of them.
  if ((await Promise.race([stop, subgraphs.ready])) === null) return;
  const supergraph = compose(ourSubgraphs(graph).map((each) => ({ ...each, url: urls.get(each.name) ?? each.url })));
  await using gateway = await startGateway(supergraph, { port: port === 0 ? await freePort() : port });
  console.log(`The gateway answers at ${gateway.url}`);
  const ended = await Promise.race([stop, subgraphs.ended, gateway.ended]);
  if (ended !== null) throw new Error(`${ended} ended by itself; the others are stopped`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
