import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatPosition } from '../../src/kernel/cursor.ts';
import { loadOperations, type SavedOperation } from '../../src/playground/operations.ts';
import { OPERATIONS } from '../../src/playground/operations.ts';
import { callsOf, callsOfAnEvent } from '../kit/counting.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { subscribe } from '../kit/subscribe.ts';
import { readPage } from './blocks.ts';
import { ESSENCES } from './operations/essences.ts';
import { HAPPENINGS, WITHOUT_COMPANY } from './operations/happenings.ts';
import { MOST_READS } from './operations/most-reads.ts';
import { operationsPage, readmeRows, type Answered } from './operations/page.ts';
import { shortJson } from './operations/short-json.ts';

/** The demo company as it is, and one to which things happen. */
let demo: TestServer;
let scratch: TestServer;
beforeAll(async () => {
  [demo, scratch] = await Promise.all([startServer({ THROUGHLINE_SEED: 'demo' }), startServer()]);
});
afterAll(() => Promise.all([demo[Symbol.asyncDispose](), scratch[Symbol.asyncDispose]()]));

const operations = loadOperations(OPERATIONS);
const answered = new Map<string, Answered>();

/** Of a feed the first items of all that happened. */
async function dataOf({ type, document, variables }: SavedOperation): Promise<unknown> {
  if (type === 'query') return demo.query(document, variables);
  await using feed = subscribe(demo, document, { ...variables, after: formatPosition(0) });
  return [await feed.next(), await feed.next(), await feed.next()];
}

async function readsOf({ name, type, document, variables }: SavedOperation): Promise<number> {
  const calls =
    type === 'query'
      ? await callsOf(demo, document, variables)
      : await callsOfAnEvent(scratch, document, { ...variables, ...WITHOUT_COMPANY }, () =>
          scratch.query(HAPPENINGS[name]!),
        );
  return calls.length;
}

test.each(operations)('the saved operation $name is answered in few reads', async (operation) => {
  const data = await dataOf(operation);
  const most = MOST_READS[operation.name] ?? 0;
  const reads = await readsOf(operation);
  expect(reads).toBeLessThanOrEqual(most);
  expect(reads).toBeGreaterThanOrEqual(most - 1);
  const essence = ESSENCES[operation.name]?.(data as never) ?? '';
  expect(essence).not.toMatch(/^$|undefined|null|NaN|Infinity/);
  answered.set(operation.name, { ...operation, data, reads: most, essence });
});

test('docs/operations.md shows them as they are; vitest run -u writes it', async () => {
  expect(Object.keys(ESSENCES)).toEqual(operations.map(({ name }) => name));
  await expect(operationsPage([...answered.values()])).toMatchFileSnapshot('../../docs/operations.md');
});

test('the README’s table has each of them, with its answer in one line', () => {
  const rows = [...readPage('README.md').matchAll(/^\|.*\(docs\/operations\.md#.*\|$/gm)].map(([row]) => row);
  expect(rows).toEqual(readmeRows([...answered.values()]));
});

test('a shown answer is cut and masked where it says so, and nowhere else', () => {
  const value = { list: [1, 2, 3, 4], long: [1, 2, 3, 4, { a: 5 }], position: 'p', none: { position: null } };
  expect(JSON.parse(shortJson(value, new Set(['position'])))).toEqual({
    ...{ list: [1, 2, 3, 4], long: [1, 2, 3, '… and 2 more'], position: '…', none: { position: null } },
  });
  const wide = { texts: Array.from({ length: 4 }, () => 'x'.repeat(60)), deep: [{ a: { b: 'y'.repeat(130) } }] };
  expect(JSON.parse(shortJson(wide, new Set()))).toEqual(wide);
});
