import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Unavailable } from './unavailable.ts';

const run = promisify(execFile);

/** One that builds the generator of genqlient: older ones lack what it needs, and from 1.25 on it does not compile. */
const TOOLCHAIN = 'go1.23.4';

/** A Go program of these files, generated and built in one folder, where later runs find it again. */
export async function goProgram(files: readonly string[]): Promise<{ program: string } | Unavailable> {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  const folder = join(cache, 'throughline', 'go', hash.digest('hex').slice(0, 16));
  const program = join(folder, 'program');
  if (existsSync(program)) return { program };
  try {
    const root = await pinned();
    const go = join(root, 'bin', 'go');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const file of files) cpSync(file, join(folder, basename(file)));
    const options = { cwd: folder, env: { ...process.env, GOROOT: root, GOTOOLCHAIN: 'local' }, timeout: 300_000 };
    await run(go, ['generate'], options);
    await run(go, ['build', '-o', program], options);
    return { program };
  } catch (error) {
    return { unavailable: `no Go program: ${(error as Error).message.trim().replaceAll('\n', '; ')}` };
  }
}

/** Where this one is, which whatever Go is on this machine fetches as a module, be it Debian 12's. */
async function pinned(): Promise<string> {
  const [system, machine] = (await run('go', ['env', 'GOOS', 'GOARCH'])).stdout.trim().split('\n');
  const module = `golang.org/toolchain@v0.0.1-${TOOLCHAIN}.${system}-${machine}`;
  const { Dir } = JSON.parse((await run('go', ['mod', 'download', '-json', module])).stdout) as { Dir: string };
  // Nothing in a module is executable.
  for (const place of ['bin', `pkg/tool/${system}_${machine}`]) {
    for (const file of readdirSync(join(Dir, place))) chmodSync(join(Dir, place, file), 0o755);
  }
  return Dir;
}
