import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ontology } from '../../src/domains/index.ts';
import { formatUrn } from '../../src/kernel/urn.ts';
import { openEmbeddedStore } from '../../src/store/embedded/index.ts';
import { headAt } from '../contract/subject.ts';

const KILLS = 20;

test(`${KILLS} kills -9 of a writing process lose nothing that it acknowledged`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-kill-'));
  const acknowledged: string[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const before = acknowledged.length;
    const child = fork(new URL('./writing-process.ts', import.meta.url), [folder, String(kill)], {
      execArgv: ['--import', 'tsx'],
    });
    child.on('message', (names: string[]) => acknowledged.push(...names));
    await killWhileItWrites(child, () => acknowledged.length > before + 20, kill);
  }
  const store = await openEmbeddedStore({ folder, ontology });
  const ids = acknowledged.map((name) => formatUrn('DATASET', 'kill', name));
  const records = await store.graph.records(ids, await headAt(store));
  expect(records.filter((record) => record === null)).toEqual([]);
  const { position } = await store.log.head();
  expect(position).toBeGreaterThanOrEqual(acknowledged.length);
  const entries = await store.log.read(0, position + 1);
  expect(entries.map((entry) => entry.position)).toEqual(entries.map((_, index) => index + 1));
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
}, 300_000);

/** Waits until it writes, then a moment that differs each time, so that kills fall on different places. */
async function killWhileItWrites(child: ChildProcess, isWriting: () => boolean, kill: number): Promise<void> {
  while (!isWriting()) {
    if (child.exitCode !== null) throw new Error(`The writing process ended with ${child.exitCode}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await new Promise((resolve) => setTimeout(resolve, (kill * 7) % 23));
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exit;
}
