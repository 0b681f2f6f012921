import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asCurl } from '../../src/playground/app/share/as-curl.ts';
import { asPython } from '../../src/playground/app/share/as-python.ts';
import { asTypeScript } from '../../src/playground/app/share/as-typescript.ts';
import { linkOf, LONGEST_LINK, sharedIn, type Shared } from '../../src/playground/app/share/link.ts';
import type { Request } from '../../src/playground/app/share/request.ts';
import { startProgram, type StartedProcess } from '../kit/process.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const run = promisify(execFile);

/** What makes trouble in one language or another. */
const AWKWARD = `it's "so" \\ \`and\` \${so} $HOME $(date) !! %s \\n é 😀\ttab`;
const DOCUMENT = `# What's "this"? \`$(x)\` \${y} \\
query Other { __typename }
query Echo($name: String!, $flag: Boolean = true, $nothing: String) {
  teams(filter: { name: { eq: $name } }) { nodes { name @include(if: $flag) description } }
  search(text: $nothing, filter: { namespaces: ["""block "quoted" \\""" end"""] }) { total { value } }
}`;
const VARIABLES = { name: AWKWARD, flag: true, nothing: null };

let server: TestServer;
let folder: string;
let started: StartedProcess | undefined;
beforeAll(async () => {
  server = await startServer();
  folder = mkdtempSync(join(tmpdir(), 'throughline-share-'));
  // Where programs of somebody's find the packages that they import.
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(folder, 'node_modules'));
  await server.query(
    'mutation ($name: String!) { upsertTeam(input: { namespace: "share", name: $name }) { position } }',
    { name: AWKWARD },
  );
});
afterAll(async () => {
  started?.child.kill();
  await server?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const asked = (change: Partial<Request> = {}): Request => ({
  ...{ url: `${server.url}/graphql`, type: 'query', document: DOCUMENT, operationName: 'Echo', variables: VARIABLES },
  ...{ headers: { 'x-said': `it's "so"` }, ...change },
});

const FOLLOW: Partial<Request> = {
  type: 'subscription',
  document: `subscription Follow($kinds: [EntityKind!]) {
    entityChanges(kinds: $kinds) { __typename ... on ChangeEvent { change { entity { name } } } }
  }`,
  ...{ operationName: null, variables: { kinds: ['TEAM'] } },
};

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function runTypeScript(text: string): Promise<unknown> {
  const file = write('asked.mts', text);
  const { stdout } = await run(process.execPath, ['--import', import.meta.resolve('tsx'), file]);
  return JSON.parse(stdout);
}

const ANSWER = { teams: { nodes: [{ name: AWKWARD, description: null }] }, search: { total: { value: 0 } } };

describe('what is copied does when run as the playground does', () => {
  test('a query as curl', async () => {
    const { stdout } = await run('sh', ['-c', asCurl(asked())]);
    expect(JSON.parse(stdout)).toMatchObject({ data: ANSWER });
    expect(JSON.parse(stdout)).not.toHaveProperty('errors');
  });

  test('a query as TypeScript', async () => {
    const answer = await runTypeScript(asTypeScript(asked()));
    expect(answer).toMatchObject({ data: ANSWER });
    expect(answer).not.toHaveProperty('errors');
  });

  test('a subscription as curl', async () => {
    started = startProgram('sh', ['-c', `exec ${asCurl(asked(FOLLOW))}`]);
    await started.said(/(FeedStart)/);
    await server.query('mutation { upsertTeam(input: { namespace: "share", name: "by-curl" }) { position } }');
    await started.said(/(by-curl)/);
    started.child.kill();
  });

  test('a subscription as TypeScript', async () => {
    const file = write('follow.mts', asTypeScript(asked(FOLLOW)));
    started = startProgram(process.execPath, ['--import', import.meta.resolve('tsx'), file]);
    await started.said(/(FeedStart)/);
    await server.query('mutation { upsertTeam(input: { namespace: "share", name: "by-socket" }) { position } }');
    await started.said(/(by-socket)/);
    started.child.kill();
  });

  test.each([
    ['query', {}],
    ['subscription', FOLLOW],
  ])('a %s as Python compiles, and holds the very document and variables', async (_type, change) => {
    const request = asked(change);
    const file = write('asked.py', asPython(request));
    await run('python3', ['-m', 'py_compile', file]);
    // The literals as Python reads them, without the packages that the program needs.
    const reader = `import ast, json, sys
values = {t.id: ast.literal_eval(s.value) for s in ast.parse(open(sys.argv[1]).read()).body
  if isinstance(s, ast.Assign) for t in s.targets if isinstance(t, ast.Name) and t.id in ("query", "variables")}
print(json.dumps(values))`;
    const { stdout } = await run('python3', ['-c', reader, file]);
    const read = JSON.parse(stdout) as { query: string; variables: unknown };
    expect(read.query.trim()).toBe(request.document.trim());
    expect(read.variables).toEqual(request.variables);
  });

  test('headers that a socket can not send are named', () => {
    expect(asTypeScript(asked(FOLLOW))).toContain('sends no headers: x-said');
    expect(asTypeScript(asked({ ...FOLLOW, headers: {} }))).not.toContain('sends no headers');
  });
});

describe('a link', () => {
  const shared: Shared = { document: DOCUMENT, variables: '{ "name": "é😀" }', operationName: 'Echo', view: 'graph' };

  test('opens what it was made of, and nothing of it is sent to a server', async () => {
    const link = (await linkOf('http://127.0.0.1:4000/', shared)) ?? '';
    const url = new URL(link);
    expect([url.pathname, url.search]).toEqual(['/', '']);
    expect(await sharedIn(url.hash)).toEqual(shared);
  });

  test('is bounded', async () => {
    // What repeats nothing can not be made much shorter.
    let state = 1;
    const noise = (length: number) =>
      Array.from({ length }, () => ((state = (state * 48_271) % 2_147_483_647) % 36).toString(36)).join('');
    expect(await linkOf('http://h/', { ...shared, variables: noise(20_000) })).toBeNull();
    const link = await linkOf('http://h/', { ...shared, variables: noise(6_000) });
    expect(link?.length).toBeLessThanOrEqual(LONGEST_LINK);
    expect(await linkOf('http://h/', { ...shared, variables: ' '.repeat(500_000) })).not.toBeNull();
  });

  test('that is none of ours opens nothing, and a broken one says so', async () => {
    expect(await sharedIn('')).toBeNull();
    expect(await sharedIn('#else=1')).toBeNull();
    const link = (await linkOf('', shared)) ?? '';
    await expect(sharedIn(link.slice(0, -40))).rejects.toThrow('the link is broken');
    await expect(sharedIn('#shared=%25')).rejects.toThrow('the link is broken');
    await expect(sharedIn('#shared=')).rejects.toThrow('the link is broken');
  });

  test('does not fill the memory of whoever opens it', async () => {
    const bomb = await linkOf('', { ...shared, variables: ' '.repeat(2_000_000) });
    await expect(sharedIn(bomb ?? '')).rejects.toThrow('the link is broken');
  });
});
