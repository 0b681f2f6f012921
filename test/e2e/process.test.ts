import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, afterEach, expect, test } from 'vitest';
import { startModule, type StartedProcess } from '../kit/process.ts';

const started: StartedProcess[] = [];
const folder = mkdtempSync(join(tmpdir(), 'throughline-process-'));

afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the program as `npm start` does, but from source. */
function start(env: Record<string, string> = {}) {
  const process = startModule('src/main.ts', { PORT: '0', THROUGHLINE_DATA: folder, THROUGHLINE_SEED: 'none', ...env });
  started.push(process);
  const ready = process.said(/answers at (\S+)/);
  ready.catch(() => {});
  return { ...process, ready };
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
});

/** Starts so many at once on one folder; each either answers or says that the folder is in use. */
async function race(count: number, data: string): Promise<string[]> {
  const all = Array.from({ length: count }, () => start({ THROUGHLINE_DATA: data }));
  return Promise.all(
    all.map(({ ready }) =>
      ready.then(
        () => 'answers',
        (error: Error) => error.message.trim(),
      ),
    ),
  );
}

test('what a lock file says decides nothing: an empty one, and one with the id of a process that runs', async () => {
  const data = join(folder, 'stale');
  mkdirSync(data);
  // The id was given to another process since: this one.
  writeFileSync(join(data, 'lock'), String(process.pid));
  const first = start({ THROUGHLINE_DATA: data });
  await first.ready;
  // As one finds it who comes between its making and its writing.
  writeFileSync(join(data, 'lock'), '');
  const second = start({ THROUGHLINE_DATA: data });
  expect(await second.exit).toBe(1);
  expect(second.output()).toContain(`${data} is in use by another process`);
});

test('of several that find a lock left behind one takes it over', async () => {
  const data = join(folder, 'raced');
  mkdirSync(data);
  writeFileSync(join(data, 'lock'), '4194303');
  const said = await race(3, data);
  expect(said.filter((each) => each === 'answers')).toHaveLength(1);
  expect(said.filter((each) => each.includes('is in use by'))).toHaveLength(2);
});

test.each<[name: string, value: string, others?: Record<string, string>]>([
  ['PORT', 'x'],
  ['HOST', '0.0.0.0'],
  ['THROUGHLINE_SEED', 'all'],
  ['NEO4J_URI', 'http://somewhere'],
  ['NEO4J_URI', 'bolt://127.0.0.1:99999'],
  ['NEO4J_PASSWORD', 'alone'],
  ['NEO4J_DATABASE', '', { NEO4J_URI: 'bolt://127.0.0.1:7687' }],
  ['NEO4J_DATABASE', 'system', { NEO4J_URI: 'bolt://127.0.0.1:7687' }],
  ['LOG_LEVEL', 'loud'],
  ['THROUGHLINE_REDIS_URL', 'redis://127.0.0.1:6379'],
  ['THROUGHLINE_REDIS_URL', 'http://127.0.0.1', { NEO4J_URI: 'bolt://127.0.0.1:7687' }],
  ['THROUGHLINE_INSECURE', 'yes'],
  ['THROUGHLINE_BODY_LIMIT', '0'],
  ['THROUGHLINE_DATA', fileURLToPath(import.meta.url)],
  // Nobody may make a folder there, root included.
  ['THROUGHLINE_DATA', '/sys/throughline'],
  ['HOST', 'nowhere.invalid', { THROUGHLINE_INSECURE: '1' }],
  ['HOST', '192.0.2.1', { THROUGHLINE_INSECURE: '1' }],
])(
  '%s=%s stops the start with one line that names it',
  async (name, value, others = {}) => {
    const data = join(folder, 'settings');
    const { exit, output } = start({ THROUGHLINE_DATA: data, ...others, [name]: value });
    expect(await exit).toBe(1);
    expect(output().trim().split('\n')).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
  },
  60_000,
);

test.each([
  ['no database', (file: string) => writeFileSync(file, 'x'.repeat(10_000))],
  ['tables of another version', (file: string) => new DatabaseSync(file).exec('PRAGMA user_version = 99')],
])(
  'a store that is %s is named in one line',
  async (name, make) => {
    const data = join(folder, name);
    mkdirSync(join(data, 'embedded'), { recursive: true });
    make(join(data, 'embedded', 'graph.sqlite'));
    const { exit, output } = start({ THROUGHLINE_DATA: data });
    expect(await exit).toBe(1);
    expect(output().trim().split('\n')).toEqual([expect.stringMatching(/^THROUGHLINE_DATA: expected a store .+/)]);
  },
  60_000,
);

test('a port that is taken is named in one line', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  const { exit, output } = start({ PORT: String(port), THROUGHLINE_DATA: join(folder, 'taken') });
  expect(await exit).toBe(1);
  expect(output().trim().split('\n')).toEqual([expect.stringMatching(new RegExp(`^PORT: .*came ${port} `))]);
  await new Promise((resolve) => taken.close(resolve));
});

test('npm passes signals on to the programs that it starts', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    scripts: Record<string, string>;
  };
  // Without exec a shell stands between them, which ends alone and leaves the program behind with its folder and port.
  for (const name of ['start', 'neo4j']) expect(scripts[name]).toMatch(/^exec /);
});
