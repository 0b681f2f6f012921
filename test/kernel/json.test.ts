import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentHash, contentHashInTurns, type Json } from '../../src/kernel/json.ts';

test('a hash taken in turns is the same hash', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      expect(await contentHashInTurns(value as Json)).toBe(contentHash(value as Json));
    }),
  );
});

test('it hangs on every member of a list, and on their order', async () => {
  const lists: Json[] = [[], [1], [1, 2], [2, 1], [[1, 2]], ['1', '2']];
  const hashes = await Promise.all(lists.map(contentHashInTurns));
  expect(new Set(hashes).size).toBe(lists.length);
});
