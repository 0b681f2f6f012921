import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startThroughline, type Throughline } from '../src/app.ts';
import { readConfig } from '../src/config.ts';

/** The real server in this process, on the embedded store in a folder that goes afterwards. */
export async function withServer<T>(work: (server: Throughline) => Promise<T>): Promise<T> {
  return withFolder(async (folder) => {
    const settings = { PORT: '0', THROUGHLINE_SEED: 'none', THROUGHLINE_DATA: folder, LOG_LEVEL: 'silent' };
    await using server = await startThroughline(readConfig(settings));
    return await work(server);
  });
}

export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Started extends AsyncDisposable {
  readonly url: string;
  /** SIGKILL; resolves once it is gone. */
  kill(): Promise<void>;
}

/** The program as it is built, in a process of its own; disposing ends it cleanly. */
export function startProcess(folder: string, settings: Readonly<Record<string, string>> = {}): Promise<Started> {
  return startScript('../src/main.js', { PORT: '0', THROUGHLINE_DATA: folder, THROUGHLINE_SEED: 'none', ...settings });
}

/** A server in a process of its own: a compiled file, by its path from here, that says where it `answers at`. */
export async function startScript(path: string, settings: Readonly<Record<string, string>>): Promise<Started> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(path, import.meta.url))], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /answers at (\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    // What it says later is said on, and does not hold it up in a pipe that nobody reads.
    child.stdout.pipe(process.stderr, { end: false });
    const end = async (signal: NodeJS.Signals): Promise<void> => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    };
    return { url, kill: () => end('SIGKILL'), [Symbol.asyncDispose]: () => end('SIGTERM') };
  }
  throw new Error('The process ended before it answered.');
}

const MIB = 1024 ** 2;

/** What the process takes of memory, in MiB: all of it, and of that the objects of JavaScript. */
export async function memoryOf({ url }: Started): Promise<{ resident: string; heap: string }> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const metric = (name: string) => (Number(new RegExp(`^${name} (\\S+)`, 'm').exec(metrics)?.[1]) / MIB).toFixed(0);
  return { resident: metric('process_resident_memory_bytes'), heap: metric('nodejs_heap_size_used_bytes') };
}
