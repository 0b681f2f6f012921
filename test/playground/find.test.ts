import { expect, test } from 'vitest';
import { findOperations } from '../../src/playground/app/saved/find.ts';
import type { SavedOperation } from '../../src/playground/operations.ts';

const operation = (group: string, name: string, question: string): SavedOperation => ({
  ...{ group, name, question, title: `About ${name}`, document: '', type: 'query', variables: {} },
});

const SAVED = [
  operation('Risk', 'First', 'What breaks?'),
  operation('Time', 'Second', 'What was it then?'),
  operation('Risk', 'Third', 'Whom to tell?'),
];

const found = (text: string) =>
  findOperations(SAVED, text).map(({ name, operations }) => [name, operations.map((each) => each.name)]);

test('all stand with their group, which comes where its first operation is', () => {
  expect(found('')).toEqual([
    ['Risk', ['First', 'Third']],
    ['Time', ['Second']],
  ]);
});

test.each([
  [
    'what',
    [
      ['Risk', ['First']],
      ['Time', ['Second']],
    ],
  ],
  ['  WHAT then ', [['Time', ['Second']]]],
  ['third', [['Risk', ['Third']]]],
  ['about risk', [['Risk', ['First', 'Third']]]],
  ['what tell', []],
])('%j finds those that have each of the words, and no group without one', (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test('one that is called so comes before others that have the words', () => {
  const named = [operation('Risk', 'First', 'About Second?'), operation('Time', 'Second', 'When?')];
  const names = findOperations(named, 'About second').flatMap(({ operations }) => operations.map(({ name }) => name));
  expect(names).toEqual(['Second', 'First']);
});
