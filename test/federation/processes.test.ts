import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../../src/cli/free-port.ts';
import { startGateway } from '../../src/cli/gateway/start.ts';
import { buildGraph, domainsOf } from '../../src/graphql/index.ts';
import { startBuilt, type StartedProcess } from '../kit/process.ts';

const folder = mkdtempSync(join(tmpdir(), 'throughline-subgraphs-'));
const started: StartedProcess[] = [];
afterAll(async () => {
  for (const { child, exit } of started) {
    child.kill('SIGTERM');
    await exit;
  }
  rmSync(folder, { recursive: true });
});

const COSTS = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key"])
  type Deployment @key(fields: "id") { id: ID! monthlyCost: Float }`;

async function supergraph(...given: string[]): Promise<{ code: number | null; output: string }> {
  const command = startBuilt('dist/src/cli/supergraph/main.js', {}, given);
  return { code: await command.exit, output: command.output() };
}

test('npm run subgraphs starts one for each domain, and says it as npm run supergraph takes it', async () => {
  const env = { PORT: '0', THROUGHLINE_DATA: folder, THROUGHLINE_SEED: 'none' };
  const subgraphs = startBuilt('dist/src/cli/subgraphs/main.js', env);
  started.push(subgraphs);
  const domains = domainsOf(buildGraph());
  const places = await Promise.all(domains.map((domain) => subgraphs.said(new RegExp(`(${domain}=\\S+)\\n`))));
  const sdls = places.map(async (place) => {
    const [, url = ''] = place.split('=');
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body: '{"query": "{ _service { sdl } }"}' });
    return ((await answer.json()) as { data: { _service: { sdl: string } } }).data._service.sdl;
  });
  const printed = domains.map((domain) => read(`schema/subgraphs/${domain}.graphql`));
  expect(await Promise.all(sdls)).toEqual(printed);
  const { code, output } = await supergraph(...places);
  expect([code, places.filter((place) => !output.includes(`"${place.split('=')[1]}"`))]).toEqual([0, []]);
  subgraphs.child.kill('SIGTERM');
  expect(await subgraphs.exit).toBe(0);
});

test('npm run subgraphs stops all where one does not start', async () => {
  const subgraphs = startBuilt('dist/src/cli/subgraphs/main.js', { LOG_LEVEL: 'loud', THROUGHLINE_DATA: folder });
  expect(await subgraphs.exit).toBe(1);
  expect(subgraphs.output()).toMatch(/^LOG_LEVEL: expected .*\n\w+ ended before it answered\n$/);
});

test('npm run subgraphs that is stopped while they start waits for none, and leaves none', async () => {
  const env = { PORT: '0', THROUGHLINE_DATA: join(folder, 'stopped'), THROUGHLINE_SEED: 'demo' };
  const subgraphs = startBuilt('dist/src/cli/subgraphs/main.js', env);
  started.push(subgraphs);
  await subgraphs.said(/^(\w+)=/m);
  subgraphs.child.kill('SIGTERM');
  // Its output is theirs, and open until the last of them has ended.
  expect(await subgraphs.exit).toBe(0);
  expect(subgraphs.output().match(/=/g)?.length).toBeLessThan(domainsOf(buildGraph()).length);
});

test('a gateway that somebody ends before it answers is waited for no longer', async () => {
  const config = join(folder, 'killed.mjs');
  writeFileSync(config, "process.kill(process.pid, 'SIGKILL'); export const gatewayConfig = {};");
  const options = { port: await freePort(), config: pathToFileURL(config) };
  await expect(startGateway(read('schema/supergraph.graphql'), options)).rejects.toThrow(
    'Hive Gateway ended before it answered',
  );
});

test('npm run supergraph composes ours as printed, and with another team’s that is asked', async () => {
  expect(await supergraph()).toEqual({ code: 0, output: read('schema/supergraph.graphql') });

  const body = JSON.stringify({ data: { _service: { sdl: COSTS } } });
  const server = createServer((_request, response) => response.end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const costs = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const { code, output } = await supergraph(`team-costs=${costs}`);
  server.close();
  expect(code).toBe(0);
  expect(output).toContain(`@join__graph(name: "team-costs", url: "${costs}")`);
  expect(output).toMatch(/monthlyCost: Float\s+@join__field\(graph: TEAM_COSTS\)/);
});

test.each([
  ['kpis', 'expected name=url, as lineage=http://127.0.0.1:4001/graphql; came kpis'],
  ['costs=http://127.0.0.1:1/graphql', 'costs: expected a subgraph’s schema from http://127.0.0.1:1/graphql; '],
])('npm run supergraph %s ends with what was expected', async (argument, message) => {
  const { code, output } = await supergraph(argument);
  expect(code).toBe(1);
  expect(output).toContain(message);
});

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}
