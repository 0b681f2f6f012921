import { expect, test } from 'vitest';
import { story } from './story.ts';

test('A relation counts from validFrom on and before validTo; with no moment named, if it has no end.', async () => {
  const { nodes } = story(`
    dataset:a READ_BY job:past {"valid": [100, 200]}
    dataset:a READ_BY job:now {"valid": [150, null]}
  `);
  expect(await nodes('dataset:a', 'DOWNSTREAM', { asOf: 99 })).toEqual(['0 dataset:a']);
  expect(await nodes('dataset:a', 'DOWNSTREAM', { asOf: 100 })).toEqual(['0 dataset:a', '1 job:past']);
  expect(await nodes('dataset:a', 'DOWNSTREAM', { asOf: 199 })).toEqual(['0 dataset:a', '1 job:now', '1 job:past']);
  expect(await nodes('dataset:a', 'DOWNSTREAM', { asOf: 200 })).toEqual(['0 dataset:a', '1 job:now']);
  expect(await nodes('dataset:a', 'DOWNSTREAM', { asOf: null })).toEqual(['0 dataset:a', '1 job:now']);
});

test('A relation counts from the position at which it was recorded to the one before it was withdrawn.', async () => {
  const { nodes } = story(`
    dataset:a READ_BY job:j {"believed": [5, 8]}
    dataset:a READ_BY job:k {"believed": [7, null]}
  `);
  expect(await nodes('dataset:a', 'DOWNSTREAM', { position: 4 })).toEqual(['0 dataset:a']);
  expect(await nodes('dataset:a', 'DOWNSTREAM', { position: 5 })).toEqual(['0 dataset:a', '1 job:j']);
  expect(await nodes('dataset:a', 'DOWNSTREAM', { position: 7 })).toEqual(['0 dataset:a', '1 job:j', '1 job:k']);
  expect(await nodes('dataset:a', 'DOWNSTREAM', { position: 8 })).toEqual(['0 dataset:a', '1 job:k']);
});

test('What was opaque once may be known at another moment.', async () => {
  const { nodes } = story(`
    dataset:a CONTAINS field:a.x
    dataset:a READ_BY job:j {"columns": "OPAQUE", "valid": [0, 100]}
    dataset:a READ_BY job:j {"columns": "KNOWN", "valid": [100, null]}
  `);
  expect(await nodes('field:a.x', 'DOWNSTREAM', { asOf: 50 })).toEqual(['0 field:a.x', '1 job:j']);
  expect(await nodes('field:a.x', 'DOWNSTREAM', { asOf: 150 })).toEqual(['0 field:a.x']);
});
