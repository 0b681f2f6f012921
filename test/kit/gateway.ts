import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway } from '../../src/cli/gateway/start.ts';
import { freePort } from '../../src/cli/free-port.ts';
import { compose, ourSubgraphs, type SubgraphFile } from '../../src/cli/supergraph/compose.ts';
import { buildGraph, domainsOf } from '../../src/graphql/index.ts';
import { createOwner } from '../../src/kernel/owner.ts';
import { startBuilt } from './process.ts';
import { startRelay, type Relay } from './relay.ts';
import { startServer, type Answer, type TestServer } from './server.ts';

export interface TestGateway extends AsyncDisposable {
  /** The whole graph as one server, over the same facts. */
  readonly single: TestServer;
  /** What stands before each subgraph, by its name. */
  readonly relays: ReadonlyMap<string, Relay>;
  readonly url: string;
  /** What it runs over, for another gateway over the same. */
  readonly supergraph: string;
  /** The answer of the gateway, as it is. */
  answer(document: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
}

const graph = buildGraph();

/**
 * Hive Gateway over a process for each domain, and the whole graph as one beside it: with Neo4j over one store, else over
 * copies of one folder, the demo company in it.
 * @param others subgraphs of other teams that join
 */
export async function startTestGateway(
  env: Readonly<Record<string, string>> = {},
  others: readonly SubgraphFile[] = [],
): Promise<TestGateway> {
  const owned = createOwner();
  const folder = mkdtempSync(join(tmpdir(), 'throughline-gateway-'));
  owned.defer(() => rmSync(folder, { recursive: true }));
  try {
    const environment = { ...env, THROUGHLINE_SEED: 'demo', LOG_LEVEL: 'silent' };
    const start = () => startServer({ ...environment, THROUGHLINE_DATA: join(folder, 'single') });
    if (env['NEO4J_URI'] === undefined) {
      await (await start())[Symbol.asyncDispose]();
      for (const domain of domainsOf(graph)) {
        cpSync(join(folder, 'single'), join(folder, 'subgraphs', domain), { recursive: true });
      }
    }
    const single = owned.use(await start());
    const relays = new Map<string, Relay>();
    for (const [name, url] of await startSubgraphs({ ...environment, THROUGHLINE_DATA: folder }, owned)) {
      relays.set(name, owned.use(await startRelay(url)));
    }
    const subgraphs = ourSubgraphs(graph).map((each) => ({ ...each, url: relays.get(each.name)?.url ?? '' }));
    const supergraph = compose([...subgraphs, ...others]);
    const { url } = owned.use(await startGateway(supergraph, { port: await freePort(), output: 'ignore' }));
    return {
      single,
      relays,
      url,
      supergraph,
      async answer(query, variables = {}, more = {}) {
        const headers = { 'content-type': 'application/json', ...more };
        const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
        return (await response.json()) as Answer;
      },
      [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose](),
    };
  } catch (error) {
    await owned[Symbol.asyncDispose]();
    throw error;
  }
}

type Owner = ReturnType<typeof createOwner>;

/** As users start them. */
async function startSubgraphs(env: Readonly<Record<string, string>>, owned: Owner): Promise<[string, string][]> {
  const { child, exit, said } = startBuilt('dist/src/cli/subgraphs/main.js', { ...env, PORT: '0' });
  owned.defer(async () => {
    child.kill('SIGTERM');
    await exit;
  });
  const urls = domainsOf(graph).map(async (name) => [name, await said(new RegExp(`${name}=(\\S+)\\n`))]);
  return (await Promise.all(urls)) as [string, string][];
}
