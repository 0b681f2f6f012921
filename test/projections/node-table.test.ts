import { expect, test } from 'vitest';
import { formatUrn } from '../../src/kernel/urn.ts';
import { createNodeTable } from '../../src/projections/topology/node-table.ts';

/** Names are kept in chunks of 262,144 bytes, each behind two bytes of its length. */
test.each([
  ['that fill chunks to the last byte', 62],
  ['that leave a rest in each chunk', 100],
])('names %s are found and read back', (_name, length) => {
  const table = createNodeTable(['DATASET']);
  const urns = Array.from({ length: 9_000 }, (_, index) => formatUrn('DATASET', 'n', `${index}`.padStart(length, '-')));
  expect(urns.map((urn) => table.intern(urn))).toEqual(urns.map((_, index) => index));
  expect(urns.map((urn) => table.find(urn))).toEqual(urns.map((_, index) => index));
  expect(urns.map((_, index) => table.urn(index))).toEqual(urns);
});
