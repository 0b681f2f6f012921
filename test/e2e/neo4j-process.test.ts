import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { freePort } from '../../src/cli/free-port.ts';
import { installationForTests } from '../kit/neo4j.ts';
import { startModule, type StartedProcess } from '../kit/process.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';

const folder = mkdtempSync(join(tmpdir(), 'throughline-neo4j-process-'));
const started: StartedProcess[] = [];
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(path: string, env: Record<string, string>): StartedProcess {
  const process = startModule(path, env, folder);
  started.push(process);
  return process;
}

const startServer = (env: Record<string, string>) =>
  start('src/main.ts', { PORT: '0', THROUGHLINE_DATA: join(folder, 'data'), THROUGHLINE_SEED: 'none', ...env });

/** The one line with which a start was refused. */
async function refusal(env: Record<string, string>): Promise<string> {
  const { exit, output } = startServer(env);
  expect(await exit).toBe(1);
  const lines = output().trim().split('\n');
  expect(lines).toEqual([expect.any(String)]);
  return lines[0]!;
}

async function ask(url: string, query: string): Promise<unknown> {
  const body = JSON.stringify({ query });
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).json();
}

describeUnlessUnavailable('npm run neo4j, and a server on it', await installationForTests(), ({ version }) => {
  test('start, refuse what is wrong in one line, stop cleanly, and keep the data', { timeout: 360_000 }, async () => {
    const [bolt, http] = [await freePort(), await freePort()];
    const uri = `bolt://127.0.0.1:${bolt}`;
    const ports = { NEO4J_BOLT_PORT: String(bolt), NEO4J_HTTP_PORT: String(http) };
    const password = 'a-password-of-ours';
    const neo4j = start('src/cli/neo4j/main.ts', { ...ports, NEO4J_PASSWORD: password });
    expect(await neo4j.said(/ready: (\S+)/)).toBe(uri);
    expect(neo4j.output().trim()).toBe(`Neo4j ${version} is ready: ${uri}`);
    expect(await (await fetch(`http://127.0.0.1:${http}`)).json()).toMatchObject({ neo4j_version: version });

    expect(await refusal({ NEO4J_URI: uri })).toMatch(`NEO4J_PASSWORD: Neo4j at ${uri} asks for one: `);
    expect(await refusal({ NEO4J_URI: uri, NEO4J_PASSWORD: 'another' })).toMatch(
      `NEO4J_PASSWORD: Neo4j at ${uri} does not take it for user neo4j: `,
    );
    expect(await refusal({ NEO4J_URI: uri, NEO4J_PASSWORD: password, NEO4J_DATABASE: 'nowhere' })).toMatch(
      `NEO4J_DATABASE: Neo4j at ${uri} has none of this name: `,
    );

    // A Redis that is not there is missed in one line, and holds up neither the start nor the end.
    const redis = { THROUGHLINE_REDIS_URL: `redis://127.0.0.1:${await freePort()}` };
    const first = startServer({ NEO4J_URI: uri, NEO4J_PASSWORD: password, ...redis });
    const url = await first.said(/answers at (\S+)/);
    const upsert = 'mutation { upsertDataset(input: { namespace: "p", name: "kept" }) { refused { code } } }';
    expect(await ask(url, upsert)).toMatchObject({ data: { upsertDataset: { refused: null } } });
    await first.said(/(redis is away)/);
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    expect(first.output().match(/redis/g)).toHaveLength(1);

    neo4j.child.kill('SIGINT');
    expect(await neo4j.exit).toBe(0);
    expect(await refusal({ NEO4J_URI: uri })).toBe(
      `NEO4J_URI: no Neo4j answers at ${uri}: connect ECONNREFUSED 127.0.0.1:${bolt}`,
    );

    // The same data, and nobody is asked for a password where none is set.
    const open = start('src/cli/neo4j/main.ts', ports);
    await open.said(/ready: (\S+)/);
    const second = startServer({ NEO4J_URI: uri });
    const names = { data: { datasets: { nodes: [{ name: 'kept' }] } } };
    expect(await ask(await second.said(/answers at (\S+)/), '{ datasets { nodes { name } } }')).toMatchObject(names);
    second.child.kill('SIGTERM');
    expect(await second.exit).toBe(0);
    open.child.kill('SIGTERM');
    expect(await open.exit).toBe(0);
  });
});
