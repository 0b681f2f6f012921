import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startThroughline } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { buildGraph } from '../../src/graphql/index.ts';
import { loadOperations, loadTheirOperations, OPERATIONS, type Loaded } from '../../src/playground/operations.ts';
import { startServer } from '../kit/server.ts';

/** A folder with these files, while it is wanted. */
function folderOf(files: Readonly<Record<string, string>>): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'throughline-operations-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

function load(text: string, variables?: string) {
  using folder = folderOf({
    '01-it.graphql': text,
    ...(variables !== undefined && { '01-it.variables.json': variables }),
  });
  return loadOperations(folder.path);
}

const HEAD = '# group: Some\n# title: It\n# question: What is it?\n';

test('an operation has its type, its question, and variables where there are any', () => {
  expect(load(`${HEAD}query It { __typename }\n`, '{"a": 1}')).toEqual([
    {
      ...{ name: 'It', type: 'query', group: 'Some', title: 'It', question: 'What is it?' },
      ...{ document: 'query It { __typename }\n', variables: { a: 1 } },
    },
  ]);
  expect(load(`${HEAD}subscription It { __typename }`)[0]).toMatchObject({ type: 'subscription', variables: {} });
});

test.each([
  ['query It { __typename }', 'comments "# group: …", "# title: …" and "# question: …"'],
  ['# title: It\n# question: What is it?\nquery It { a }', 'comments "# group: …", "# title: …" and "# question: …"'],
  [`${HEAD}query It { a } query That { b }`, 'one operation'],
  [`${HEAD}fragment It on Query { a }`, 'one operation'],
  [`${HEAD}{ a }`, 'a name for the operation'],
  [`${HEAD}mutation It { a }`, 'a query or a subscription'],
])('%j is refused', (text, expected) => {
  expect(() => load(text)).toThrow(`01-it.graphql: expected ${expected}`);
});

test('no two saved operations share a name or a title', () => {
  const operations = loadOperations(OPERATIONS);
  for (const member of ['name', 'title', 'question'] as const) {
    expect(new Set(operations.map((each) => each[member])).size).toBe(operations.length);
  }
});

test('each saved operation can be answered as it stands, its variables included', () => {
  expect(loadTheirOperations(OPERATIONS, buildGraph(), []).leftOut).toEqual([]);
});

describe('a folder of somebody’s', () => {
  const ours = loadOperations(OPERATIONS);
  const HEADED = `${HEAD}query Theirs($of: [ID!]!) { impact(of: $of) { answer { limitHit } } }`;
  const theirs = (files: Readonly<Record<string, string>>) => {
    using folder = folderOf(files);
    return loadTheirOperations(folder.path, buildGraph(), ours);
  };

  test('is read as ours is', () => {
    const loaded = theirs({ 'a.graphql': HEADED, 'a.variables.json': '{"of": []}', 'README.md': '' });
    expect(loaded).toMatchObject({
      operations: [{ name: 'Theirs', group: 'Some', variables: { of: [] } }],
      leftOut: [],
    });
  });

  test.each([
    ['no headers', 'query A { __typename }', '{}', 'comments "# group'],
    ['no GraphQL', `${HEAD}query A {`, '{}', 'Syntax Error: Expected Name'],
    ['an unknown field', `${HEAD}query A { nowhere }`, '{}', 'Cannot query field "nowhere" on type "Query".'],
    [
      'a name of ours',
      `${HEAD}query KpisAtRisk { __typename }`,
      '{}',
      'another saved operation has the name KpisAtRisk',
    ],
    ['a missing variable', HEADED, '{}', 'Variable "$of" of required type "[ID!]!" was not provided.'],
    ['a wrong variable', HEADED, '{"of": [{}]}', 'Variable "$of" got invalid value {} at "of[0]"'],
    ['a variable of nothing', HEADED, '{"of": [], "off": 1}', 'the operation has no variable $off'],
    ['no JSON', HEADED, '{', 'expected a JSON object in bad.variables.json'],
    ['a list for variables', HEADED, '[]', 'expected a JSON object in bad.variables.json'],
  ])('with %s in a file is read without it, and says why', (_what, text, variables, problem) => {
    const good = `${HEAD}query Good { __typename }`;
    const loaded = theirs({ 'bad.graphql': text, 'bad.variables.json': variables, 'good.graphql': good });
    expect(loaded.operations.map(({ name }) => name)).toEqual(['Good']);
    expect(loaded.leftOut).toEqual([{ file: 'bad.graphql', problem: expect.stringContaining(problem) as string }]);
  });

  test('with two of one name keeps the first', () => {
    const again = `${HEAD}query Again { __typename }`;
    const { operations, leftOut } = theirs({ 'b.graphql': again, 'a.graphql': again });
    expect([operations.length, leftOut.map(({ file }) => file)]).toEqual([1, ['b.graphql']]);
  });

  test('is named to the server, which lists it before ours, and tells at its start what it left out', async () => {
    using folder = folderOf({ 'bad.graphql': 'query', 'good.graphql': `${HEAD}query Good { __typename }` });
    using data = folderOf({});
    const env = { PORT: '0', THROUGHLINE_SEED: 'none', THROUGHLINE_DATA: data.path, LOG_LEVEL: 'silent' };
    const said: string[] = [];
    const config = readConfig({ ...env, THROUGHLINE_OPERATIONS: folder.path });
    await using server = await startThroughline(config, (line) => said.push(line));
    expect(said[0]).toMatch(/^THROUGHLINE_OPERATIONS: bad\.graphql is left out; expected comments/);
    const listed = (await (await fetch(`${server.url}/playground/operations.json`)).json()) as Loaded;
    expect(listed.operations.map(({ name }) => name)).toEqual(['Good', ...ours.map(({ name }) => name)]);
    expect(listed.leftOut.map(({ file }) => file)).toEqual(['bad.graphql']);
  });

  test('that is not there ends the start', async () => {
    await expect(startServer({ THROUGHLINE_OPERATIONS: '/nowhere' })).rejects.toThrow(
      'THROUGHLINE_OPERATIONS: expected a folder; ENOENT',
    );
  });
});
