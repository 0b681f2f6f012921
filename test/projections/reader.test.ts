import { afterAll, beforeAll, expect, test } from 'vitest';
import { createReader, type Projection } from '../../src/projections/reader.ts';
import type { ChangeLog, Store } from '../../src/store/ports.ts';
import { trusted } from '../contract/trusted.ts';
import { applied } from '../contract/subject.ts';
import { embeddedForTests } from '../kit/embedded-store.ts';

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await embeddedForTests());
});
afterAll(() => close());

let count = 0;
async function write(): Promise<number> {
  const fact = { fact: 'entity', kind: 'DATASET', namespace: 'reader', at: '2026-01-01T00:00:00Z', source: 'dbt' };
  const { position } = await applied(store, [trusted({ ...fact, name: `t${(count += 1)}` })]);
  return position;
}

function unexpected(error: unknown): void {
  throw error;
}

/** The store with another log around its own: what is given replaces, the rest goes through. */
function withLog(log: Partial<ChangeLog>): Store {
  return { ...store, log: { ...store.log, ...log } };
}

test('a wake that comes while the log is being looked at is not lost', async () => {
  let wake = () => {};
  let release = () => {};
  let hold: Promise<void> | null = null;
  const slow = withLog({
    // Answers with what was there when it was asked, but late: as a store beyond a network does.
    async head() {
      const seen = await store.log.head();
      await hold;
      return seen;
    },
    wake(listener) {
      wake = listener;
      return store.log.wake(listener);
    },
  });
  using reader = await createReader(slow, [], unexpected);

  hold = new Promise((resolve) => (release = resolve));
  wake();
  const position = await write();
  hold = null;
  release();
  await reader.reached(position, 2_000);
  expect(reader.head().position).toBe(position);
});

test('what a projection could not read is read again without another write', async () => {
  let failures = 3;
  const errors: unknown[] = [];
  const projection: Projection = {
    async catchUp(position) {
      if (position > before && failures-- > 0) throw new Error('the store is away');
    },
  };
  const before = await write();
  using reader = await createReader(store, [projection], (error) => errors.push(error));
  const position = await write();
  expect(reader.head().position).toBe(before);
  await reader.reached(position, 5_000);
  expect(errors).toHaveLength(3);
});

test('whoever waits for a position is told of the failure', async () => {
  const before = await write();
  const broken: Projection = {
    async catchUp(position) {
      if (position > before) throw new Error('the store is away');
    },
  };
  using reader = await createReader(store, [broken], () => {});
  await expect(reader.catchUp(await write())).rejects.toThrow('the store is away');
});

test('listeners hear of each advance, and of none after they have stopped', async () => {
  using reader = await createReader(store, [], unexpected);
  const heard: number[] = [];
  const stop = reader.onAdvance(() => heard.push(reader.head().position));
  const first = await write();
  await reader.reached(first, 1_000);
  stop();
  await reader.reached(await write(), 1_000);
  expect(heard).toEqual([first]);
});
