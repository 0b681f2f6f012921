import { setTimeout as pause } from 'node:timers/promises';
import { isUnavailable } from '../kernel/errors.ts';
import type { FeedPosition } from '../kernel/moment.ts';
import type { ConsumerState, ConsumerStore, Lease } from '../store/ports.ts';

/** So long nobody else may go on after an instance has died. */
export const LEASE_MS = 6_000;
/** Often enough that one that is late does not cost the lease. */
const RENEW_MS = LEASE_MS / 4;

/** A store that takes its time must not hold up the end of the process: what is not given back is free a little later. */
const END_MS = 2_000;

/** Something that works through the log, on one instance at a time. */
export interface Consumer {
  /** The same on every instance. */
  readonly name: string;
  /** Behind which it begins if no instance ever did. */
  readonly begin: FeedPosition;
  /** Works until the signal comes. What it throws is told, and it is begun anew from where it had come to. */
  run(work: Work): Promise<void>;
}

/** One term of a consumer on this instance. */
export interface Work {
  /** Comes when the lease is over, or the process ends. */
  readonly signal: AbortSignal;
  /** As it stands: what is written by `Batch.consumed` takes it from here. */
  lease(): Lease;
  /** Takes note of what a batch has written down. */
  moved(to: ConsumerState): void;
  /** Writes down how far it has come. Where the lease is over, nothing is written and the signal comes. */
  move(to: ConsumerState): Promise<void>;
}

interface Term {
  readonly abort: AbortController;
  lease: Lease;
  readonly done: Promise<void>;
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
  let timer: NodeJS.Timeout | undefined;
  let over: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  let stopped = false;

  async function renew(): Promise<void> {
    const asked = performance.now();
    const consumers = await wanted();
    // Without what they run: it may have to go to another thread.
    const names = consumers.map(({ name, begin }) => ({ name, begin }));
    const leases = consumers.length === 0 ? [] : await store.lease(names, holder, LEASE_MS);
    clearTimeout(over);
    // Whatever keeps it from asking again: from then on others may have them.
    over = setTimeout(endAll, asked + LEASE_MS - performance.now()).unref();
    for (const [name, { abort }] of terms) if (!names.some((each) => each.name === name)) abort.abort();
    for (const [index, consumer] of consumers.entries()) {
      const lease = leases[index] ?? null;
      const term = terms.get(consumer.name);
      if (term !== undefined && lease?.token !== term.lease.token) term.abort.abort();
      if (term === undefined && lease !== null && !stopped) begin(consumer, lease);
    }
  }

  function endAll(): void {
    for (const { abort } of terms.values()) abort.abort();
  }

  function begin(consumer: Consumer, lease: Lease): void {
    const abort = new AbortController();
    const { signal } = abort;
    const work: Work = {
      signal,
      lease: () => term.lease,
      moved(to) {
        term.lease = { ...term.lease, ...to };
      },
      async move(to) {
        const [isHeld] = await store.move([{ ...term.lease, ...to }]);
        if (isHeld === true) work.moved(to);
        else abort.abort();
      },
    };
    const ended = (error: unknown) => {
      // What fails because the term is over, or for as long as the store is away, is no fault.
      if (!signal.aborted && !isUnavailable(error)) onError(error);
    };
    // In a turn of its own, so that the term is there before it is asked for.
    const done = Promise.resolve()
      .then(() => consumer.run(work))
      .catch(ended)
      .finally(() => terms.delete(consumer.name));
    const term: Term = { abort, lease, done };
    terms.set(consumer.name, term);
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
          store.release(held.map(({ lease }) => lease)).catch(() => {}),
        );
    },
  };
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const late = new AbortController();
  await Promise.race([work, pause(ms, undefined, { signal: late.signal }).catch(() => {})]);
  late.abort();
}
