import { existsSync, readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long the event loop of this thread was held up while some work went on, in milliseconds. */
export interface Held {
  readonly seconds: number;
  /** The longest delay that `monitorEventLoopDelay` saw. */
  readonly delay: number;
  /** The longest time between two calls of a timer of 1 ms, and the time that 99 of 100 such calls kept within. */
  readonly turn: number;
  readonly p99: number;
  /** The most processor time that this thread used between two calls of that timer: what no busy machine adds to. */
  readonly used: number;
  /** For which part of the time this thread waited for a processor: from 0 to 1. */
  readonly waited: number;
}

/** Watches the event loop by both means at once: each has blind spots of its own. */
export async function watch(work: () => Promise<void>): Promise<Held> {
  globalThis.gc?.();
  const monitor = monitorEventLoopDelay({ resolution: 1 });
  const turns: number[] = [];
  let used = 0;
  let [last, lastTold] = [performance.now(), scheduling()];
  const timer = setInterval(() => {
    const [now, told] = [performance.now(), scheduling()];
    turns.push(now - last);
    used = Math.max(used, told.used - lastTold.used);
    [last, lastTold] = [now, told];
  }, 1);
  monitor.enable();
  const [begin, beginTold] = [performance.now(), scheduling()];
  await work();
  const seconds = (performance.now() - begin) / 1_000;
  const waited = (scheduling().waited - beginTold.waited) / 1_000 / seconds;
  // A block that lasts until now is seen at the next turn only.
  await new Promise((resolve) => setTimeout(resolve, 5));
  monitor.disable();
  clearInterval(timer);
  const sorted = turns.sort((a, b) => a - b);
  return {
    seconds,
    delay: monitor.max / 1e6,
    turn: sorted.at(-1) ?? 0,
    p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
    used,
    waited,
  };
}

const SCHEDULING = '/proc/thread-self/schedstat';

/** For how long this thread has used a processor and waited for one, in milliseconds; 0 where the system does not tell. */
export function scheduling(): { used: number; waited: number } {
  if (!existsSync(SCHEDULING)) return { used: 0, waited: 0 };
  const [used, waited] = readFileSync(SCHEDULING, 'utf8').split(' ');
  return { used: Number(used) / 1e6, waited: Number(waited) / 1e6 };
}
