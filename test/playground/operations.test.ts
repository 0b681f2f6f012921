import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadOperations, OPERATIONS } from '../../src/playground/operations.ts';

function load(text: string, variables?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-operations-'));
  try {
    writeFileSync(join(folder, '01-it.graphql'), text);
    if (variables !== undefined) writeFileSync(join(folder, '01-it.variables.json'), variables);
    return loadOperations(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const HEAD = '# title: It\n# question: What is it?\n';

test('an operation has its type, its question, and variables where there are any', () => {
  expect(load(`${HEAD}query It { __typename }\n`, '{"a": 1}')).toEqual([
    {
      ...{ name: 'It', type: 'query', title: 'It', question: 'What is it?' },
      ...{ document: 'query It { __typename }\n', variables: { a: 1 } },
    },
  ]);
  expect(load(`${HEAD}subscription It { __typename }`)[0]).toMatchObject({ type: 'subscription', variables: {} });
});

test.each([
  ['query It { __typename }', 'comments "# title: …" and "# question: …"'],
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
