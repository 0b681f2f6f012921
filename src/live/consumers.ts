import { setTimeout as pause } from 'node:timers/promises';
import { isUnavailable, ThroughlineError, type ErrorCode } from '../kernel/errors.ts';
import { isBefore, type FeedPosition } from '../kernel/moment.ts';
import type { ConsumerStore, Lease } from '../store/ports.ts';
import { createWork, type Work } from './work.ts';

/** So long nobody else may go on after an instance has died. */
export const LEASE_MS = 6_000;
/** Often enough that one that is late does not cost the lease. */
const RENEW_MS = LEASE_MS / 4;
/** A minute. */
const MOST_LOOKS = 60_000 / RENEW_MS;

/** A store that takes its time must not hold up the end of the process: what is not given back is free a little later. */
const END_MS = 2_000;

/** What comes of a store that is away, of a lease that went to another, and of an instance that is late to read. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['UNAVAILABLE', 'CONFLICT', 'POSITION_TIMEOUT']);

/** Whether what a consumer threw ends its term and is no fault: it is begun anew, here or elsewhere. */
export function isPassing(error: unknown): boolean {
  return error instanceof ThroughlineError && PASSING.has(error.code);
}

/** Something that works through the log, on one instance at a time. */
export interface Consumer {
  /** The same on every instance. */
  readonly name: string;
  /** Behind which it begins if no instance ever did. */
  readonly begin: FeedPosition;
  /** Works until the signal comes. What it throws is told, and it is begun anew from where it had come to. */
  run(work: Work): Promise<void>;
}

interface Term {
  readonly abort: AbortController;
  readonly work: Work;
  readonly done: Promise<void>;
}

/** Of a consumer that failed: it is begun again later and later, as long as it fails where it failed before. */
interface Rest {
  /** Where it had begun. */
  readonly place: FeedPosition;
  readonly failures: number;
  /** So many looks it is left alone, and its lease to others. */
  looks: number;
}

/**
 * Runs consumers, each where this instance has its lease: takes what is free, and gives all back at the end.
 * @param holder this instance, which nobody else is at the same time
 * @param wanted what there is by now
 * @param onError is told what a consumer threw, and why leases could not be asked for
 */
export function runConsumers(
  store: ConsumerStore,
  holder: string,
  wanted: () => Promise<readonly Consumer[]> | readonly Consumer[],
  onError: (error: unknown) => void,
): AsyncDisposable {
  const terms = new Map<string, Term>();
  const rests = new Map<string, Rest>();
  let timer: NodeJS.Timeout | undefined;
  let over: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  let stopped = false;

  async function renew(): Promise<void> {
    const asked = performance.now();
    const all = await wanted();
    for (const name of rests.keys()) if (!all.some((each) => each.name === name)) rests.delete(name);
    const consumers = all.filter(({ name }) => !isResting(name));
    // Without what they run: it may have to go to another thread.
    const names = consumers.map(({ name, begin }) => ({ name, begin }));
    // What these write and what is read now come in no order: none is begun from a lease that may be behind its end.
    const busy = new Set(terms.keys());
    const leases = consumers.length === 0 ? [] : await store.lease(names, holder, LEASE_MS);
    clearTimeout(over);
    // Whatever keeps it from asking again: from then on others may have them.
    over = setTimeout(endAll, asked + LEASE_MS - performance.now()).unref();
    for (const [name, { abort }] of terms) if (!names.some((each) => each.name === name)) abort.abort();
    for (const [index, consumer] of consumers.entries()) {
      const lease = leases[index] ?? null;
      const term = terms.get(consumer.name);
      if (term !== undefined && lease?.token !== term.work.lease().token) term.abort.abort();
      if (!busy.has(consumer.name) && lease !== null && !stopped) begin(consumer, lease);
    }
  }

  function endAll(): void {
    for (const { abort } of terms.values()) abort.abort();
  }

  function begin(consumer: Consumer, lease: Lease): void {
    const { name } = consumer;
    const abort = new AbortController();
    const work = createWork(store, lease, abort);
    const ended = (error: unknown) => {
      // What fails because the term is over is no fault either.
      if (abort.signal.aborted || isPassing(error)) return;
      rest(name, lease.place);
      onError(error);
    };
    // In a turn of its own, so that the term is there before it is asked for. What was passed is written down only if
    // nothing failed: of a batch that did, it is not known how far it has brought the consumer.
    const done = Promise.resolve()
      .then(() => consumer.run(work))
      .then(() => work.keep())
      .catch(ended)
      .finally(() => terms.delete(name));
    terms.set(name, { abort, work, done });
  }

  function rest(name: string, place: FeedPosition): void {
    const before = rests.get(name);
    const isStuck = before !== undefined && !isBefore(before.place, place);
    const failures = isStuck ? before.failures + 1 : 0;
    rests.set(name, { place, failures, looks: Math.min(2 ** failures, MOST_LOOKS) });
  }

  function isResting(name: string): boolean {
    const rest = rests.get(name);
    if (rest === undefined || rest.looks === 0) return false;
    rest.looks -= 1;
    return true;
  }

  function look(): void {
    looking = renew()
      .catch((error: unknown) => {
        if (!stopped && !isUnavailable(error)) onError(error);
      })
      .finally(() => {
        if (!stopped) timer = setTimeout(look, RENEW_MS).unref();
      });
  }

  look();
  return {
    async [Symbol.asyncDispose]() {
      stopped = true;
      clearTimeout(timer);
      await within(END_MS, looking);
      clearTimeout(over);
      const held = [...terms.values()];
      endAll();
      await within(END_MS, Promise.all(held.map(({ done }) => done)));
      // A lease that can not be given back ends by itself.
      if (held.length > 0)
        await within(
          END_MS,
          store.release(held.map(({ work }) => work.lease())).catch(() => {}),
        );
    },
  };
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const late = new AbortController();
  await Promise.race([work, pause(ms, undefined, { signal: late.signal }).catch(() => {})]);
  late.abort();
}
