import { expect, test } from 'vitest';
import { nestsDeeper } from '../../src/kernel/json-depth.ts';

test.each([
  ['1', 0, false],
  ['[]', 0, true],
  ['[]', 1, false],
  ['{"a": [1, {"b": []}]}', 3, true],
  ['{"a": [1, {"b": []}]}', 4, false],
  ['["[[[", "\\"[[[", "\\\\"]', 1, false],
  ['[[], [], []]', 2, false],
])('%s nests deeper than %i: %s', (text, most, expected) => {
  expect(nestsDeeper(Buffer.from(text), most)).toBe(expected);
});
