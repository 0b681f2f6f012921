import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../src/kernel/json.ts';
import { parseJsonInTurns } from '../../src/kernel/parse-json.ts';

const anyJson = fc.json({ maxDepth: 6 }).map((text) => JSON.parse(text) as Json);
const spelling = fc.constantFrom(undefined, 1, '\t', '\r\n ');

/** Signs put in, taken out and changed: mostly no JSON any more. */
const mended = fc
  .tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.nat(2), fc.constantFrom(...'[]{},:"\\1a \u00a0'))
  .map(([text, place, taken, sign]) => {
    const at = place % (text.length + 1);
    return text.slice(0, at) + sign + text.slice(at + taken);
  });

async function outcome(text: string, atOnce: number, mostDeep?: number): Promise<unknown> {
  return parseJsonInTurns(Buffer.from(text), { atOnce, ...(mostDeep === undefined ? {} : { mostDeep }) }).then(
    (value) => JSON.stringify(value),
    (error: Error) => error.message,
  );
}

function parsedAtOnce(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return 'expected a body of JSON';
  }
}

test('in parts it is read as at once, whatever the size of the parts', async () => {
  await fc.assert(
    fc.asyncProperty(anyJson, spelling, fc.nat(40), async (value, space, atOnce) => {
      const text = JSON.stringify(value, null, space);
      expect(await outcome(text, atOnce)).toBe(parsedAtOnce(text));
    }),
    { numRuns: 500 },
  );
});

test('what is no JSON is refused in parts as at once', async () => {
  await fc.assert(
    fc.asyncProperty(mended, fc.nat(20), async (text, atOnce) => {
      expect(await outcome(text, atOnce)).toBe(parsedAtOnce(text));
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  '[1,]',
  '[,1]',
  '[1 2]',
  '[]',
  '[ ]',
  '{}',
  '{"a":1,}',
  '{1:2}',
  '{["a"]:[1,2]}',
  '{"a"}',
  '["a":[1,2]]',
  '[1]]',
  '[1][2]',
  '{[}]',
  ']',
  '[',
  '"',
  '\\',
  '',
  ' ',
  'null',
  '{"a":1,"a":[2,3],"b":4}',
  '{"__proto__":[1,2],"constructor":{"a":1}}',
  '{"2":1,"1":[1,2]}',
  '["\\"[[", "\\\\", "\\u005b"]',
  '\ufeff[1,2]',
  '[1,\u00a02]',
  '[[1,2],[3,[4,5]]]',
])('%s', async (text) => {
  for (const atOnce of [0, 1, 3, 8, 100]) expect(await outcome(text, atOnce)).toBe(parsedAtOnce(text));
});

test('what is no UTF-8 is refused', async () => {
  const broken = Buffer.from([0x5b, 0x22, 0xc3, 0x28, 0x22, 0x5d]);
  await expect(parseJsonInTurns(broken)).rejects.toThrow('expected a body in UTF-8');
});

test.each([
  ['[]', 0, true],
  ['[]', 1, false],
  ['{"a": [1, {"b": []}]}', 3, true],
  ['{"a": [1, {"b": []}]}', 4, false],
  ['["[[[", "\\"[[[", "\\\\"]', 1, false],
  ['[[], [], []]', 2, false],
])('%s nests deeper than %i: %s', async (text, mostDeep, isTooDeep) => {
  const expected = isTooDeep ? `a body may nest ${mostDeep} levels deep` : JSON.stringify(JSON.parse(text));
  for (const atOnce of [0, 100]) expect(await outcome(text, atOnce, mostDeep)).toBe(expected);
});
