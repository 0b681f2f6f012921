import { DatabaseSync } from '@photostructure/sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startModule, type StartedProcess } from '../kit/process.ts';

const folder = mkdtempSync(join(tmpdir(), 'throughline-fault-'));
let program: StartedProcess;
let url: string;

beforeAll(async () => {
  const env = { PORT: '0', THROUGHLINE_DATA: folder, THROUGHLINE_SEED: 'none', LOG_LEVEL: 'error' };
  program = startModule('src/main.ts', env);
  url = await program.said(/answers at (\S+)/);
  // A disk that breaks under what is about one namespace.
  const database = new DatabaseSync(join(folder, 'embedded', 'graph.sqlite'), { timeout: 5_000 });
  database.exec(`CREATE TRIGGER planted BEFORE INSERT ON log WHEN NEW.subject LIKE '%:poison:%'
    BEGIN SELECT RAISE(ABORT, 'planted at /srv/secret'); END`);
  database.close();
});

afterAll(async () => {
  program.child.kill('SIGKILL');
  await program.exit;
  rmSync(folder, { recursive: true, force: true });
});

async function post(path: string, body: object): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, text: await response.text() };
}

const event = (namespace: string, name: string) => ({
  ...{ eventType: 'START', eventTime: '2026-11-01T00:00:00Z', run: { runId: 'r' }, producer: 'https://example.test' },
  job: { namespace, name },
});

/** The id that the caller is told stands in the log beside the cause. */
async function checkMasked(text: string): Promise<void> {
  expect(text).not.toMatch(/planted|secret|sqlite/i);
  const [, id] = /in the log as ([0-9a-f-]{36})/.exec(text) ?? [];
  await program.said(new RegExp(`"id":"(${id})".*planted at /srv/secret`));
}

test('a fault of ours on the ingest route is masked, is in the log, and fails nobody else', async () => {
  const names = Array.from({ length: 24 }, (_, index) => (index % 8 === 3 ? 'poison' : 'sound'));
  const answers = await Promise.all(
    names.map((namespace, index) => post('/api/v1/lineage', event(namespace, `job-${index}`))),
  );
  expect(answers.map(({ status }) => status)).toEqual(names.map((name) => (name === 'poison' ? 500 : 201)));
  for (const { status, text } of answers) if (status === 500) await checkMasked(text);
});

test.each([
  ['applyFacts', 'mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { position } }'],
  ['a mutation', 'mutation { upsertJob(input: { namespace: "poison", name: "x" }) { position } }'],
])('so it is in %s', async (_name, query) => {
  const fact = {
    fact: 'entity',
    kind: 'JOB',
    namespace: 'poison',
    name: 'x',
    at: '2026-11-01T00:00:00Z',
    source: 'dbt',
  };
  const variables = { facts: [fact] };
  const answers = await Promise.all([
    post('/api/v1/lineage', event('sound', 'first')),
    post('/graphql', query.includes('$facts') ? { query, variables } : { query }),
    post('/api/v1/lineage', event('sound', 'last')),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([201, 200, 201]);
  expect(answers[1]?.text).toContain('INTERNAL_SERVER_ERROR');
  await checkMasked(answers[1]?.text ?? '');
});
