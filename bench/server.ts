import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
