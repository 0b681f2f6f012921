import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Subgraphs extends AsyncDisposable {
  /** Settles once all answer. @throws Error where one ends before it answers */
  readonly ready: Promise<unknown>;
  /** Settles with the name of the first that ends by itself. */
  readonly ended: Promise<string>;
}

const MAIN = import.meta.url.endsWith('.ts') ? '../../main.ts' : '../../main.js';

/**
 * Starts a process of its own for each of these domains, with this environment, each at the next port and with a data folder of
 * its own. The first is waited for before the others begin, as it fills a database that is empty.
 * @param firstPort 0: each takes a free one
 * @param say is told of each where it answers
 */
export function startSubgraphs(
  names: readonly string[],
  firstPort: number,
  env: Environment,
  say: (name: string, url: string) => void,
): Subgraphs {
  const children: ChildProcess[] = [];
  const ends: Promise<void>[] = [];
  let isStopping = false;
  let tellEnd: (name: string) => void = () => {};
  const ended = new Promise<string>((resolve) => (tellEnd = resolve));

  async function start(name: string, index: number): Promise<void> {
    if (isStopping) return;
    const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(new URL(MAIN, import.meta.url))], {
      env: {
        ...env,
        PORT: String(firstPort === 0 ? 0 : firstPort + index),
        THROUGHLINE_DOMAINS: name,
        THROUGHLINE_DATA: join(env['THROUGHLINE_DATA'] ?? './.throughline', 'subgraphs', name),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const end = new Promise<void>((resolve) => child.once('close', () => resolve()));
    ends.push(end);
    void end.then(() => tellEnd(name));
    const url = await Promise.race([urlOf(child), end.then(() => null)]);
    if (url === null) throw new Error(`${name} ended before it answered`);
    say(name, `${url}/graphql`);
  }

  async function stop(): Promise<void> {
    isStopping = true;
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(ends);
  }

  async function startAll(): Promise<void> {
    const [first, ...others] = names.map((name, index) => () => start(name, index));
    await first?.();
    await Promise.all(others.map((each) => each()));
  }

  return { ready: startAll(), ended, [Symbol.asyncDispose]: stop };
}

/** Where it says that it answers. */
async function urlOf({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    if (stdout === null) return;
    createInterface(stdout).on('line', (line) => {
      const [, url] = / answers at (\S+)/.exec(line) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
}
