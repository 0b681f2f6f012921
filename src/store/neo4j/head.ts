import type { Position } from '../../kernel/moment.ts';
import type { LogHead } from '../ports.ts';
import type { Database, Transaction } from './database.ts';
import { openNudges, type NudgesOptions } from './nudges.ts';

/** Within this, and the time of two short queries, one instance sees what another wrote. */
const POLL_MS = 100;

/** How far the log can be read, kept up to date with what this instance and others write. */
export interface Head extends AsyncDisposable {
  current(): LogHead;
  /** Takes note of a transaction of this instance that was committed. */
  moved(head: LogHead): void;
  wake(listener: () => void): () => void;
}

/**
 * Takes the write lock on the head. Transactions become visible piece by piece, their lock is released last: so all
 * entries up to a head that is read under the lock can be read whole, and the order of positions is the order of
 * commits. What is read under it must be asked for by another statement, which sees what was committed meanwhile.
 */
export async function lock(transaction: Transaction): Promise<void> {
  await transaction.run('MATCH (head:TlHead {one: 1}) SET head.locked = true');
}

async function readLocked(transaction: Transaction): Promise<LogHead> {
  const [, [head]] = await Promise.all([
    lock(transaction),
    transaction.run<LogHead>(
      `MATCH (head:TlHead {one: 1})
       RETURN head.position AS position, head.recordedAt AS recordedAt, head.newestEvent AS newestEvent,
              head.firstRecordedAt AS firstRecordedAt`,
    ),
  ]);
  if (head === undefined) throw new Error('The database has lost the head of its log.');
  return head;
}

export interface FollowOptions {
  /** By what instances tell each other to look at once. Each looks now and then with it and without. */
  readonly nudges?: NudgesOptions | undefined;
  /** How long after one look comes the next, in milliseconds. */
  readonly pollMs?: number | undefined;
}

export async function followHead(database: Database, options: FollowOptions): Promise<Head> {
  const { pollMs = POLL_MS } = options;
  let current = await database.write(readLocked);
  const nudges = options.nudges === undefined ? null : openNudges(options.nudges);
  const listeners = new Set<() => void>();
  let polling: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;
  let isNudged = false;
  let stopped = false;

  function moved(head: LogHead): void {
    if (head.position <= current.position) return;
    current = head;
    for (const listener of listeners) listener();
  }

  /** Looks without the lock first, so that readers do not stand in the writers' way. */
  async function poll(): Promise<void> {
    const [seen] = await database.read<{ position: Position }>(
      'MATCH (h:TlHead {one: 1}) RETURN h.position AS position',
      {},
    );
    if (seen !== undefined && seen.position > current.position) moved(await database.write(readLocked));
  }

  function look(): void {
    isLooking = true;
    isNudged = false;
    // A database that is away is asked again at the next turn.
    polling = poll()
      .catch(() => undefined)
      .finally(() => {
        isLooking = false;
        schedule(isNudged ? 0 : pollMs);
      });
  }

  function schedule(ms: number): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(look, ms).unref();
  }

  schedule(pollMs);
  nudges?.heard((position) => {
    if (position <= current.position) return;
    // What is under way may have looked before.
    isNudged = true;
    if (!isLooking) schedule(0);
  });
  return {
    current: () => current,
    moved(head) {
      moved(head);
      nudges?.send(head.position);
    },
    wake(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async [Symbol.asyncDispose]() {
      stopped = true;
      clearTimeout(timer);
      await nudges?.[Symbol.asyncDispose]();
      await polling;
    },
  };
}
