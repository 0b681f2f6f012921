import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { startGateway } from '../src/cli/gateway/start.ts';
import { freePort } from '../src/cli/free-port.ts';
import { startSubgraphs } from '../src/cli/subgraphs/start.ts';
import { compose, ourSubgraphs } from '../src/cli/supergraph/compose.ts';
import { buildGraph, domainsOf } from '../src/graphql/index.ts';
import { createOwner } from '../src/kernel/owner.ts';
import { loadOperations, type SavedOperation } from '../src/playground/operations.ts';
import { OPERATIONS } from '../src/playground/operations.ts';
import { percentile, type Bench } from './bench.ts';
import { doneMeanwhile } from './metrics.ts';
import { startProcess, withFolder } from './server.ts';

/** Each server comes to run what was compiled for it, the gateway's plan of the operation is made, and caches are filled. */
const WARM_UPS = 10;
const ROUNDS = 30;

export const bench: Bench = {
  about: 'The saved operations on the demo company, by one process and by Hive Gateway over one for each domain.',
  run: () => withFolder(measure),
};

async function measure(folder: string): ReturnType<Bench['run']> {
  const graph = buildGraph();
  await using owned = createOwner();
  const settings = { THROUGHLINE_SEED: 'demo', LOG_LEVEL: 'silent' };
  const startSingle = () => startProcess(join(folder, 'single'), settings);
  await (await startSingle())[Symbol.asyncDispose]();
  for (const domain of domainsOf(graph)) {
    cpSync(join(folder, 'single'), join(folder, 'subgraphs', domain), { recursive: true });
  }
  const single = owned.use(await startSingle());
  const urls = new Map<string, string>();
  const env = { ...process.env, ...settings, THROUGHLINE_DATA: folder };
  await owned.use(startSubgraphs(domainsOf(graph), 0, env, (name, url) => void urls.set(name, url))).ready;
  const supergraph = compose(ourSubgraphs(graph).map((each) => ({ ...each, url: urls.get(each.name) ?? '' })));
  const gateway = owned.use(await startGateway(supergraph, { port: await freePort(), output: 'ignore' }));
  const rows: (string | number)[][] = [];
  for (const operation of loadOperations(OPERATIONS)) {
    if (operation.type !== 'query') continue;
    const askSingle = () => ask(`${single.url}/graphql`, operation);
    const askGateway = () => ask(gateway.url, operation);
    for (let each = 0; each < WARM_UPS; each += 1) await Promise.all([askSingle(), askGateway()]);
    const times: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [index, work] of [askSingle, askGateway].entries()) times[index]?.push(await timed(work));
    }
    const [one, many] = times.map((each) =>
      percentile(
        each.sort((a, b) => a - b),
        0.5,
      ),
    );
    const byOne = await doneMeanwhile([single.url], askSingle);
    const byMany = await doneMeanwhile([...urls.values()], askGateway);
    const counts = [byMany.requests, byOne.storeCalls, byMany.storeCalls];
    rows.push([operation.name, one!.toFixed(1), many!.toFixed(1), (many! / one!).toFixed(1), ...counts]);
  }
  return {
    tables: [
      {
        title: `${rows.length} saved operations, single and through the gateway`,
        columns: [
          ...['operation', 'single: p50, ms', 'gateway: p50, ms', 'times single', 'subgraph requests'],
          ...['single: store calls', 'subgraphs: store calls'],
        ],
        rows,
        notes: [
          `Medians of ${ROUNDS} answers of each, in turn, one at a time; all processes share the machine. Requests and store calls are those of one answer once all is warm, as the metrics of the processes count them.`,
        ],
      },
    ],
  };
}

/** @throws Error where the answer has errors: what fails is not measured */
async function ask(url: string, { name, document: query, variables }: SavedOperation): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const { errors } = (await response.json()) as { errors?: unknown };
  if (errors !== undefined) throw new Error(`${name}: ${JSON.stringify(errors)}`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}
