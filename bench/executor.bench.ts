import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { execute as executeByLibrary, version } from 'graphql';
import { readConfig } from '../src/config.ts';
import type { Services } from '../src/domains/services.ts';
import { buildGraph, createExecutor, type Execute } from '../src/graphql/index.ts';
import { isFact, parseFact } from '../src/kernel/parse-fact.ts';
import { formatUrn } from '../src/kernel/urn.ts';
import { mountGraphql } from '../src/server/graphql.ts';
import { createHttp } from '../src/server/http.ts';
import { createTelemetry } from '../src/telemetry/events.ts';
import { percentile, type Bench } from './bench.ts';
import { scheduling } from './event-loop-watch.ts';
import { withFolder, withServer } from './server.ts';

const ROUNDS = 9;
const ROUND_MS = 1_500;
const CONNECTIONS = 4;
const TABLES = 160;

const PAGE = `query ($of: [ID!]!) {
  lineage(of: $of, direction: DOWNSTREAM) {
    nodes { depth id entity { id kind namespace name description tags createdAt updatedAt } }
    links { from to type hops grain provenance confidence }
    total { value exact }
    answer { watermark limitHit staleLinks }
  }
}`;

export const bench: Bench = {
  about: 'A page of lineage over HTTP by the executor, beside graphql-js in the same server.',
  run: () =>
    withServer(async ({ services }) => {
      await writeTables(services);
      const schema = buildGraph();
      const library: Execute = (args) => executeByLibrary({ ...args, schema });
      await using theirs = await serve(library, services);
      await using ours = await serve(createExecutor(schema), services);
      const body = JSON.stringify({ query: PAGE, variables: { of: [table(0)] } });
      const [answer = '', other] = await Promise.all([theirs, ours].map(({ url }) => answerOf(url, body)));
      if (answer.replaceAll(TIME, '') !== other?.replaceAll(TIME, '')) throw new Error('The two answer differently.');
      const rounds: Round[][] = [[], []];
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const [index, { url }] of [theirs, ours].entries()) rounds[index]?.push(await load(url, body));
      }
      const [before = [], after = []] = rounds.map(mediansOf);
      const cells = (medians: readonly number[]) => medians.map((each) => each.toFixed(2));
      const { nodes } = (JSON.parse(answer) as { data: { lineage: { nodes: unknown[] } } }).data.lineage;
      return {
        versions: { graphql: version },
        tables: [
          {
            title: `${nodes.length} nodes with eight fields of each entity, ${Math.round(answer.length / 1024)} KiB`,
            columns: ['by', 'requests a second', 'main thread, ms a request', 'process, ms a request'],
            rows: [
              ['graphql-js', ...cells(before)],
              ['executor', ...cells(after)],
              ['executor / graphql-js', ...cells(after.map((each, index) => each / (before[index] ?? 1)))],
            ],
            notes: [
              `Medians of ${ROUNDS} rounds of each, in turn, of ${ROUND_MS / 1_000} s and ${CONNECTIONS} connections, asked by another process. Both stand behind
the same HTTP server and read the same embedded store, whose reading thread is of the same process. Milliseconds are of
processor time, to which other programs add little; how many requests are answered in a second hangs on them.`,
            ],
          },
        ],
      };
    }),
};

/** The moment at which an answer stands differs from request to request. */
const TIME = /"asOf":"[^"]*"/g;

const table = (index: number) => formatUrn('DATASET', 'bench', `table_${index}`);

/** Tables in a tree: each is read by four jobs, and each of those writes one more. */
async function writeTables({ writer, ontology }: Services): Promise<void> {
  const claim = { at: '2026-01-01T00:00:00Z', source: 'bench' };
  const content = Array.from({ length: TABLES }, (_, index) => {
    const described = { tags: ['daily', 'warehouse'], description: `Number ${index} of the warehouse` };
    const [job, to] = [formatUrn('JOB', 'bench', `job_${index}`), table(index + 1)];
    return [
      { fact: 'entity', kind: 'DATASET', namespace: 'bench', name: `table_${index + 1}`, props: described, ...claim },
      { fact: 'entity', kind: 'JOB', namespace: 'bench', name: `job_${index}`, props: described, ...claim },
      { fact: 'relation', type: 'READ_BY', from: table(index >> 2), to: job, ...claim },
      { fact: 'relation', type: 'WRITES', from: job, to, ...claim },
    ];
  }).flat();
  const facts = content.map((fact) => parseFact(fact, ontology)).filter(isFact);
  if (facts.length < content.length) throw new Error('Some facts are refused.');
  await writer.submit({ scope: 'graphql.applyFacts', key: null, content, facts });
}

/** The same server twice, but for what executes. */
async function serve(execute: Execute, services: Services): Promise<AsyncDisposable & { readonly url: string }> {
  const telemetry = createTelemetry('silent');
  const app = createHttp(readConfig({}), telemetry);
  const graphql = await mountGraphql(app, buildGraph(), execute, services, telemetry);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql`,
    async [Symbol.asyncDispose]() {
      await graphql.stop();
      await app.close();
    },
  };
}

async function answerOf(url: string, body: string): Promise<string> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return response.text();
}

type Round = readonly [perSecond: number, mainThread: number, process: number];

async function load(url: string, body: string): Promise<Round> {
  return withFolder(async (folder) => {
    const file = join(folder, 'body.json');
    writeFileSync(file, body);
    const script = fileURLToPath(new URL('./load-process.js', import.meta.url));
    const args = [script, url, file, String(ROUND_MS), String(CONNECTIONS)];
    const [thread, all] = [scheduling().used, process.cpuUsage()];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const { user, system } = process.cpuUsage(all);
    const answered = Number(stdout);
    return [answered / (ROUND_MS / 1_000), (scheduling().used - thread) / answered, (user + system) / 1_000 / answered];
  });
}

function mediansOf(rounds: readonly Round[]): number[] {
  return [0, 1, 2].map((column) =>
    percentile(
      rounds.map((round) => round[column] ?? 0).sort((a, b) => a - b),
      0.5,
    ),
  );
}
