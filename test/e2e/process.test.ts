import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const started: ChildProcessWithoutNullStreams[] = [];
const folder = mkdtempSync(join(tmpdir(), 'throughline-process-'));

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the program as `npm start` does, but from source. */
function start(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: { PATH: process.env['PATH'], PORT: '0', THROUGHLINE_DATA: folder, THROUGHLINE_SEED: 'none', ...env },
  });
  started.push(child);
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = (async () => {
    for (;;) {
      const url = /answers at (\S+)/.exec(output)?.[1];
      if (url !== undefined) return url;
      if (child.exitCode !== null) throw new Error(output);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  ready.catch(() => {});
  return { child, exit, ready, output: () => output };
}

async function upsert(url: string, name: string): Promise<void> {
  const query = `mutation { upsertDataset(input: { namespace: "p", name: "${name}" }) { refused { code } } }`;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  expect(await response.json()).toMatchObject({ data: { upsertDataset: { refused: null } } });
}

test('a second process on the folder is refused; a second start keeps the data; SIGTERM closes', async () => {
  const first = start();
  const url = await first.ready;
  await upsert(url, 'kept');
  const second = start();
  expect(await second.exit).toBe(1);
  expect(second.output().trim()).toBe(
    `The data folder ${folder} is in use by process ${first.child.pid}; stop it, or set THROUGHLINE_DATA.`,
  );
  first.child.kill('SIGTERM');
  expect(await first.exit).toBe(0);

  const third = start();
  const again = await third.ready;
  const response = await fetch(`${again}/graphql?query=${encodeURIComponent('{ datasets { nodes { name } } }')}`, {
    headers: { 'apollo-require-preflight': 'yes' },
  });
  expect(await response.json()).toMatchObject({ data: { datasets: { nodes: [{ name: 'kept' }] } } });
  // After a kill the lock is left behind; the next start takes it over.
  third.child.kill('SIGKILL');
  await third.exit;
  await start().ready;
}, 60_000);

test.each([
  ['PORT', 'x'],
  ['HOST', '0.0.0.0'],
  ['THROUGHLINE_SEED', 'all'],
  ['NEO4J_URI', 'http://somewhere'],
  ['NEO4J_PASSWORD', 'alone'],
  ['LOG_LEVEL', 'loud'],
])(
  '%s=%s stops the start with one line that names it',
  async (name, value) => {
    const { exit, output } = start({ [name]: value });
    expect(await exit).toBe(1);
    expect(output().trim().split('\n')).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
  },
  30_000,
);
