import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another process has the folder; the message is one line for whoever started this one. */
export class FolderInUse extends Error {}

/** Folders that this process holds itself. */
const held = new Set<string>();

/**
 * Takes the folder for this process, whatever the store. A lock whose process is gone, as after a kill, is taken over.
 * @throws FolderInUse
 */
export function lockFolder(folder: string): Disposable {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock');
  if (held.has(file)) throw inUse(folder, process.pid);
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      held.add(file);
      return {
        [Symbol.dispose]() {
          held.delete(file);
          rmSync(file, { force: true });
        },
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = Number(readOwner(file));
      if (isAlive(owner)) throw inUse(folder, owner);
      rmSync(file, { force: true });
    }
  }
}

function inUse(folder: string, pid: number): FolderInUse {
  return new FolderInUse(`The data folder ${folder} is in use by process ${pid}; stop it, or set THROUGHLINE_DATA.`);
}

function readOwner(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Whether a process of this id runs. This one's own id can only be left from a life before, in a container. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
