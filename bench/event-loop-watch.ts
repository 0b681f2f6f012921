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
  /** As `turn`, without the time for which the system gave the processor to others. */
  readonly ownTurn: number;
  /** For which part of the time this thread waited for a processor: from 0 to 1. */
  readonly waited: number;
}

/** Watches the event loop by both means at once: each has blind spots of its own. */
export async function watch(work: () => Promise<void>): Promise<Held> {
  globalThis.gc?.();
  const monitor = monitorEventLoopDelay({ resolution: 1 });
  const turns: number[] = [];
  const ownTurns: number[] = [];
  let [last, lastWaited] = [performance.now(), waited()];
  const timer = setInterval(() => {
    const [now, nowWaited] = [performance.now(), waited()];
    turns.push(now - last);
    ownTurns.push(now - last - (nowWaited - lastWaited));
    [last, lastWaited] = [now, nowWaited];
  }, 1);
  monitor.enable();
  const [begin, beginWaited] = [performance.now(), waited()];
  await work();
  const seconds = (performance.now() - begin) / 1_000;
  const share = (waited() - beginWaited) / 1_000 / seconds;
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
    ownTurn: ownTurns.reduce((most, each) => Math.max(most, each), 0),
    waited: share,
  };
}

const SCHEDULING = '/proc/thread-self/schedstat';

/** How long this thread has waited for a processor since it began; 0 where the system does not tell. */
function waited(): number {
  if (!existsSync(SCHEDULING)) return 0;
  const [, nanoseconds] = readFileSync(SCHEDULING, 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}
