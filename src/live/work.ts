import { setTimeout as pause } from 'node:timers/promises';
import type { ConsumerState, ConsumerStore, Lease } from '../store/ports.ts';

/** How far it has come is written down this often where nothing else does: what follows is looked at twice at worst. */
const KEEP_MS = 5_000;

/** One term of a consumer on this instance. */
export interface Work {
  /** Comes when the lease is over, or the process ends. */
  readonly signal: AbortSignal;
  /** As it stands: what is written by `Batch.consumed` takes it from here. */
  lease(): Lease;
  /** Takes note of what a batch has written down. */
  moved(to: ConsumerState): void;
  /** Takes note of how far it has come without anything to write. That is written down now and then, and at the end. */
  passed(to: ConsumerState): void;
  /** Writes down how far it has come. Where the lease is over, nothing is written and the signal comes. */
  move(to: ConsumerState): Promise<void>;
  /** Waits for what comes next. What was passed is written down meanwhile, if that takes long or nothing was for long. */
  meanwhile<T>(next: Promise<T>): Promise<T>;
  /** Writes down what was passed. */
  keep(): Promise<void>;
}

export function createWork(store: ConsumerStore, begin: Lease, abort: AbortController): Work {
  let lease = begin;
  let isKept = true;
  let keptAt = performance.now();
  const work: Work = {
    signal: abort.signal,
    lease: () => lease,
    moved(to) {
      lease = { ...lease, ...to };
      isKept = true;
      keptAt = performance.now();
    },
    passed(to) {
      lease = { ...lease, ...to };
      isKept = false;
    },
    async move(to) {
      const [isHeld] = await store.move([{ ...lease, ...to }]);
      if (isHeld === true) work.moved(to);
      else abort.abort();
    },
    async meanwhile(next) {
      if (isKept || !(await isLate(next, keptAt + KEEP_MS - performance.now()))) return next;
      const [come] = await Promise.all([next, work.keep()]);
      return come;
    },
    async keep() {
      if (!isKept) await work.move(lease);
    },
  };
  return work;
}

async function isLate(next: Promise<unknown>, ms: number): Promise<boolean> {
  if (ms <= 0) return true;
  const come = new AbortController();
  const late = pause(ms, true, { signal: come.signal }).catch(() => false);
  return Promise.race([late, next.then(() => false)]).finally(() => come.abort());
}
