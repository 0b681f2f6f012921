import { DatabaseSync } from '@photostructure/sqlite';

/** SQLite's code for what another one holds. */
const BUSY = 5;

/**
 * Locks the file, which is made where it is not there, for as long as this process runs or until it is disposed. The
 * system itself holds the lock, so that a process that is killed leaves none behind; the file stays.
 * @returns null where somebody has it, be it in this process
 */
export function lockFile(path: string): Disposable | null {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // An open transaction of an empty database: it locks the file and writes nothing.
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === BUSY) return null;
    throw error;
  }
  return { [Symbol.dispose]: () => database.close() };
}
