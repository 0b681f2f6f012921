import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Unavailable } from './unavailable.ts';

const run = promisify(execFile);

/**
 * A Python with these packages, in a virtual environment that later runs find again. One test file asks for each set of
 * packages: two that made the same environment at once would get in each other's way.
 */
export async function pythonWith(requirements: readonly string[]): Promise<{ python: string } | Unavailable> {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const name = createHash('sha256').update(requirements.join('\n')).digest('hex').slice(0, 16);
  const folder = join(cache, 'throughline', 'python', name);
  const python = join(folder, 'bin', 'python');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return { python };
  try {
    await run('python3', ['-m', 'venv', '--clear', folder]);
    await run(python, ['-m', 'pip', 'install', '--quiet', ...requirements], { timeout: 240_000 });
    mkdirSync(complete);
    return { python };
  } catch (error) {
    const [why] = String((error as Error).message).split('\n');
    return { unavailable: `no Python with ${requirements.join(', ')}: ${why}` };
  }
}
