import { expect, test } from 'vitest';
import { formatUrn } from '../../src/kernel/urn.ts';
import { createNodeTable } from '../../src/projections/topology/node-table.ts';

test('Names that fill a chunk of memory to its last byte leave room for the next.', () => {
  const table = createNodeTable(['JOB']);
  // Two bytes of length and six of name: 2^15 of them are one chunk.
  const urns = Array.from({ length: 2 ** 15 + 2 }, (_, i) => formatUrn('JOB', 'n', String(i).padStart(6, '0')));
  expect(urns.map((urn) => table.intern(urn))).toEqual(urns.map((_, index) => index));
  expect(urns.map((_, index) => table.urn(index))).toEqual(urns);
});
