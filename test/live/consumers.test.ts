import { afterAll, beforeAll, expect, test } from 'vitest';
import { ThroughlineError } from '../../src/kernel/errors.ts';
import { runConsumers, type Consumer } from '../../src/live/consumers.ts';
import type { Work } from '../../src/live/work.ts';
import type { ConsumerStore, Store } from '../../src/store/ports.ts';
import { embeddedForTests } from '../kit/embedded-store.ts';

const LONG = 60_000;
const BEGIN = { position: 1, ordinal: 0 };

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await embeddedForTests());
});
afterAll(() => close());

const place = (position: number) => ({ place: { position, ordinal: 0 }, state: {} });
const placeOf = async (name: string) => (await store.consumers.consumers([name]))[0]?.place.position;

/** Has another take the lease over, as it does where the holder could not ask in time. */
async function takeOver(name: string, holder: string): Promise<void> {
  const [lease] = await store.consumers.lease([{ name, begin: BEGIN }], 'a', LONG);
  await store.consumers.release([lease!]);
  expect((await store.consumers.lease([{ name, begin: BEGIN }], holder, LONG))[0]).not.toBeNull();
}

/** What a consumer that waits for the end of each term was given, and how to end one. */
function waiting(name: string): { consumer: Consumer; terms: Work[]; over: number[] } {
  const [terms, over]: [Work[], number[]] = [[], []];
  const consumer = {
    ...{ name, begin: BEGIN },
    async run(work: Work) {
      terms.push(work);
      if (!work.signal.aborted) await new Promise((resolve) => work.signal.addEventListener('abort', resolve));
      over.push(work.lease().token);
    },
  };
  return { consumer, terms, over };
}

function run(consumer: Consumer, consumers: ConsumerStore = store.consumers) {
  const faults: unknown[] = [];
  let looks = 0;
  const wanted = () => {
    looks += 1;
    return [consumer];
  };
  const running = runConsumers(consumers, 'a', wanted, (error) => faults.push(error));
  return { faults, looks: () => looks, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() };
}

test('who lost the lease writes nothing any more, and is told so by the first that it tries to write', async () => {
  const { consumer, terms } = waiting('lost');
  await using running = run(consumer);
  await expect.poll(() => terms.length).toBe(1);
  const [work] = terms;
  await work!.move(place(5));
  await takeOver('lost', 'b');
  await work!.move(place(9));
  expect(work!.signal.aborted).toBe(true);
  expect(await placeOf('lost')).toBe(5);
  expect(running.faults).toEqual([]);
});

test('a term ends where another has the lease by now, also if it never writes', async () => {
  const { consumer, terms, over } = waiting('quiet');
  await using _running = run(consumer);
  await expect.poll(() => terms.length).toBe(1);
  await takeOver('quiet', 'b');
  await expect.poll(() => over.length).toBe(1);
});

test('a lease under another token is another term, behind the end of the one before', async () => {
  const { consumer, terms, over } = waiting('again');
  await using _running = run(consumer);
  await expect.poll(() => terms.length).toBe(1);
  await takeOver('again', 'a');
  await expect.poll(() => terms.length).toBe(2);
  expect(over).toEqual([terms[0]!.lease().token]);
  expect(terms[1]!.lease().token).toBeGreaterThan(over[0]!);
});

test('no term begins from a lease that was asked for before the one before had ended', async () => {
  const begun: number[] = [];
  let isHeldUp = false;
  let [goOn, end] = [() => {}, () => {}];
  const ended = new Promise<void>((resolve) => (end = resolve));
  const slow: ConsumerStore = {
    ...store.consumers,
    // Answers with what stood there when it was asked, but late: as a store beyond a network does.
    async lease(...asked) {
      const leases = await store.consumers.lease(...asked);
      if (begun.length === 1 && !isHeldUp) {
        isHeldUp = true;
        await new Promise<void>((resolve) => (goOn = resolve));
      }
      return leases;
    },
  };
  const consumer: Consumer = {
    ...{ name: 'behind', begin: BEGIN },
    async run(work) {
      begun.push(work.lease().place.position);
      if (begun.length > 1) return;
      await ended;
      await work.move(place(7));
    },
  };
  await using _running = run(consumer, slow);
  await expect.poll(() => isHeldUp).toBe(true);
  end();
  await expect.poll(() => placeOf('behind')).toBe(7);
  goOn();
  await expect.poll(() => begun.length).toBeGreaterThan(1);
  expect(begun.slice(0, 2)).toEqual([1, 7]);
});

test('what fails where it failed before is begun again later and later, and told each time', async () => {
  const at: number[] = [];
  const consumer: Consumer = {
    ...{ name: 'failing', begin: BEGIN },
    async run(work) {
      at.push(running.looks());
      if (at.length === 2) await work.move(place(3));
      throw new Error('it fails');
    },
  };
  await using running = run(consumer);
  await expect.poll(() => at.length).toBe(4);
  const gaps = at.slice(1).map((look, index) => look - at[index]!);
  // It rests for one look and for two, and for one again where it has come further since.
  expect(gaps).toEqual([2, 3, 2]);
  await expect.poll(() => running.faults.length).toBe(4);
});

test.each(['CONFLICT', 'POSITION_TIMEOUT', 'UNAVAILABLE'] as const)('%s ends a term, and is no fault', async (code) => {
  let begun = 0;
  const consumer: Consumer = {
    ...{ name: code, begin: BEGIN },
    run() {
      begun += 1;
      return Promise.reject(new ThroughlineError(code, 'it is late'));
    },
  };
  await using running = run(consumer);
  await expect.poll(() => begun).toBeGreaterThan(1);
  expect(running.faults).toEqual([]);
});

test('what was passed is written down at the end, and in between where nothing comes for a while', async () => {
  const consumer: Consumer = {
    ...{ name: 'passed', begin: BEGIN },
    async run(work) {
      work.passed(place(4));
      await work.meanwhile(new Promise<void>((resolve) => work.signal.addEventListener('abort', () => resolve())));
      work.passed(place(6));
    },
  };
  const running = run(consumer);
  await expect.poll(() => placeOf('passed')).toBe(4);
  await running[Symbol.asyncDispose]();
  expect(await placeOf('passed')).toBe(6);
});

test('neither a consumer that does not end nor a store that does not answer holds up the end', async () => {
  const begun: string[] = [];
  const consumer: Consumer = {
    ...{ name: 'endless', begin: BEGIN },
    run({ lease }) {
      begun.push(lease().name);
      return new Promise(() => {});
    },
  };
  const running = run(consumer, { ...store.consumers, release: () => new Promise(() => {}) });
  await expect.poll(() => begun).toEqual(['endless']);
  await running[Symbol.asyncDispose]();
});
