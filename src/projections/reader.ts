import { logName, POSITION_HEADER, type LogName } from '../kernel/cursor.ts';
import { ThroughlineError } from '../kernel/errors.ts';
import type { Moment, Position } from '../kernel/moment.ts';
import { formatTime, type Micros } from '../kernel/time.ts';
import type { Viewer } from '../kernel/viewer.ts';
import type { LogHead, ReadAt, Store } from '../store/ports.ts';

/** What follows the log on this instance: the topology, the search index. */
export interface Projection {
  catchUp(position: Position): Promise<void>;
}

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 1_000;

/** Which position a request reads at. */
export interface Reader extends Disposable {
  /** The newest position that all projections of this instance have reached. Synchronous: it is in memory. */
  head(): LogHead;
  /** Of which log the positions are that are handed out here. */
  log(): LogName;
  /** Brings the projections to this position at least, and `head` with them. */
  catchUp(position: Position): Promise<void>;
  /** Calls back whenever `head` has moved; returns how to stop. */
  onAdvance(listener: () => void): () => void;
  /** Waits until `head` is at least there, whoever writes it. @throws POSITION_TIMEOUT */
  reached(position: Position, timeoutMs: number): Promise<void>;
  /**
   * Where to read for this moment: `knownAt` becomes a position, absent `asOf` stays null (the newest known).
   * @throws BEFORE_HISTORY naming the argument
   */
  at(moment: Moment, now: Micros, viewer: Viewer, argument: string): Promise<ReadAt> | ReadAt;
}

/**
 * Follows the log with these projections. Resolves once they have reached what the log had when it was called.
 * @param onError is told each time that the log or the store could not be read; it is tried again, later and later
 */
export async function createReader(
  store: Store,
  projections: readonly Projection[],
  onError: (error: unknown) => void,
): Promise<Reader> {
  let head = await store.log.head();
  await Promise.all(projections.map((each) => each.catchUp(head.position)));
  const waiting = new Set<{ readonly position: Position; readonly wake: () => void }>();
  const listeners = new Set<() => void>();
  let following: Promise<void> | null = null;
  /** Set by whoever wants the log looked at, taken back before it is: a wake that comes during a look makes another. */
  let wanted = false;
  let failures = 0;
  let retry: NodeJS.Timeout | undefined;
  let stopped = false;

  async function follow(): Promise<void> {
    try {
      while (wanted) {
        wanted = false;
        const next = await store.log.head();
        if (next.position > head.position) await advance(next);
      }
      failures = 0;
    } catch (error) {
      onError(error);
      tryLater();
      throw error;
    } finally {
      // At once behind the last look at `wanted`, so that nothing comes in between.
      following = null;
    }
  }

  async function advance(next: LogHead): Promise<void> {
    await Promise.all(projections.map((each) => each.catchUp(next.position)));
    head = next;
    for (const each of waiting) if (each.position <= head.position) each.wake();
    for (const listener of listeners) listener();
  }

  function nudge(): Promise<void> {
    wanted = true;
    return (following ??= follow());
  }

  /** For those who do not wait for the outcome: `follow` has told of a failure, and sees to what comes of it. */
  function keepUp(): void {
    nudge().catch(() => {});
  }

  /** What could not be read is tried again of its own accord, for nobody may write for long. */
  function tryLater(): void {
    if (stopped) return;
    clearTimeout(retry);
    retry = setTimeout(keepUp, Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS)).unref();
    failures += 1;
  }

  const stopWaking = store.log.wake(keepUp);
  // What was written while the projections came up has woken nobody.
  keepUp();

  return {
    head: () => head,
    log: () => logName(head.firstRecordedAt),
    async catchUp(position) {
      while (head.position < position) await nudge();
    },
    onAdvance(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async reached(position, timeoutMs) {
      if (position <= head.position) return;
      await new Promise<void>((resolve, reject) => {
        const entry = { position, wake: () => end(resolve) };
        const timer = setTimeout(() => {
          const message = `the position was not reached within ${timeoutMs} ms; ask again, or without it`;
          end(() => reject(new ThroughlineError('POSITION_TIMEOUT', message, { argument: POSITION_HEADER })));
        }, timeoutMs);
        const end = (then: () => void) => {
          clearTimeout(timer);
          waiting.delete(entry);
          then();
        };
        waiting.add(entry);
      });
    },
    at({ asOf, knownAt }, now, viewer, argument) {
      if (knownAt === null) return { position: head.position, asOf, now, viewer };
      const { firstRecordedAt } = head;
      if (firstRecordedAt !== null && knownAt < firstRecordedAt) {
        const message = `${argument}: the log begins at ${formatTime(firstRecordedAt)}; came ${formatTime(knownAt)}`;
        throw new ThroughlineError('BEFORE_HISTORY', message, { argument });
      }
      return store.log
        .positionAt(knownAt)
        .then((position) => ({ position: Math.min(position, head.position), asOf, now, viewer }));
    },
    [Symbol.dispose]() {
      stopped = true;
      stopWaking();
      clearTimeout(retry);
    },
  };
}
