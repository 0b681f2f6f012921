import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { HOST } from './config.ts';

export interface Gateway extends AsyncDisposable {
  /** Where it answers: `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  /** Settles with its name when it ends by itself. */
  readonly ended: Promise<string>;
}

const PROGRAM = new URL('bin.js', import.meta.resolve('@graphql-hive/gateway'));
const OURS = new URL(import.meta.url.endsWith('.ts') ? 'config.ts' : 'config.js', import.meta.url);
const POLL_MS = 50;

export interface GatewayOptions {
  readonly port: number;
  /** A module that exports `gatewayConfig`; ours if absent. */
  readonly config?: URL;
  /** Where what it logs goes, each error of a subgraph at length: to where ours goes if absent. */
  readonly output?: 'inherit' | 'ignore';
}

/**
 * Starts Hive Gateway over a supergraph, in a process of its own, on 127.0.0.1. It gets nothing of the environment, where it
 * would find keys of registries and collectors, and report to them.
 * @throws Error where it ends before it answers
 */
export async function startGateway(
  supergraph: string,
  { port, config = OURS, output = 'inherit' }: GatewayOptions,
): Promise<Gateway> {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-gateway-'));
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, supergraph);
  const where = ['--host', HOST, '--port', String(port), '--config-path', fileURLToPath(config)];
  const child = spawn(process.execPath, [fileURLToPath(PROGRAM), 'supergraph', file, ...where], {
    cwd: folder,
    env: { LOG_LEVEL: 'error' },
    stdio: ['ignore', output, output],
  });
  const ended = once(child, 'close').then(() => 'gateway');

  async function stop(): Promise<void> {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true });
  }

  const url = `http://${HOST}:${port}`;
  // What a signal ends has no exit code.
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  while (isRunning() && !(await isReady(url))) await setTimeout(POLL_MS);
  if (!isRunning()) {
    await stop();
    throw new Error('Hive Gateway ended before it answered');
  }
  return { url: `${url}/graphql`, ended, [Symbol.asyncDispose]: stop };
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readiness`).then(
    ({ ok }) => ok,
    () => false,
  );
}
