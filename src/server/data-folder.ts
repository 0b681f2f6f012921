import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../config.ts';
import { lockFile } from '../store/embedded/file-lock.ts';

/** Another process has the folder; the message is one line for whoever started this one. */
export class FolderInUse extends Error {}

/**
 * Takes the folder for this process, whatever the store. The lock goes with its process, also by a kill; who has it is
 * written beside it, for people to read.
 * @throws FolderInUse
 * @throws ConfigError where it is no folder that can be written
 */
export function lockFolder(folder: string): Disposable {
  const owner = join(folder, 'lock');
  try {
    mkdirSync(folder, { recursive: true });
    const lock = lockFile(join(folder, 'lock.sqlite'));
    if (lock === null) throw new FolderInUse(inUse(folder, readOwner(owner)));
    writeFileSync(owner, String(process.pid));
    return {
      [Symbol.dispose]() {
        rmSync(owner, { force: true });
        lock[Symbol.dispose]();
      },
    };
  } catch (error) {
    if (error instanceof FolderInUse) throw error;
    const why = (error as Error).message;
    throw new ConfigError(`THROUGHLINE_DATA: expected a folder to write to; came ${folder} (${why})`, { cause: error });
  }
}

function inUse(folder: string, owner: number | null): string {
  const who = owner === null ? 'another process' : `process ${owner}`;
  return `The data folder ${folder} is in use by ${who}; stop it, or set THROUGHLINE_DATA.`;
}

/** Null where it is not told: whoever just took the lock may not have written it yet. */
function readOwner(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
