import { setTimeout } from 'node:timers/promises';
import type { ChangeFeed } from '../domains/services.ts';
import { isUnavailable } from '../kernel/errors.ts';
import { behind, isBefore, type FeedPosition, type Position } from '../kernel/moment.ts';
import type { Reader } from '../projections/reader.ts';
import type { Change, Store } from '../store/ports.ts';

const CHANGES_A_READ = 500;
const RETRY_MS = 500;

/**
 * Feeds of changes, each read from the log from its own place on. The log is the truth: waking only says that it has
 * grown, so replay and live are one and the same reading, without a seam where an item could be lost or doubled.
 * What reads of this instance do not see yet is not delivered yet.
 */
export function createChangeFeed(store: Store, reader: Reader): ChangeFeed {
  const read = createRead(store);
  return {
    subscribe(after) {
      let place = after ?? behind(reader.head().position);
      /** All that there was when it was read last is given. */
      let isThrough = false;
      let ended = false;
      let wake = () => {};
      const stop = reader.onAdvance(() => wake());
      const isLatest = () => !isBefore(place, behind(reader.head().position));

      async function stretch(): Promise<readonly Change[] | null> {
        while (!ended) {
          let nudged = false;
          const nudge = new Promise<void>((resolve) => {
            wake = () => {
              nudged = true;
              resolve();
            };
          });
          if (isLatest()) {
            await nudge;
            continue;
          }
          const limit = reader.head().position;
          const changes = await read(place, limit).catch((error: unknown) => {
            if (!isUnavailable(error)) throw error;
            return null;
          });
          if (changes !== null) {
            const last = changes.at(-1);
            place = last === undefined ? behind(limit) : { position: last.position, ordinal: last.ordinal };
            isThrough = changes.length < CHANGES_A_READ;
            return changes;
          }
          // The log will be there again, with all that is in it; until then whoever listens waits.
          if (!nudged) await Promise.race([nudge, setTimeout(RETRY_MS)]);
        }
        return null;
      }

      return {
        get place() {
          return place;
        },
        isAtHead: () => isThrough || isLatest(),
        stretch,
        [Symbol.asyncIterator]() {
          return this;
        },
        async next() {
          for (;;) {
            const changes = await stretch();
            if (changes === null) return { value: undefined, done: true };
            if (changes.length > 0) return { value: changes, done: false };
          }
        },
        return() {
          ended = true;
          stop();
          wake();
          return Promise.resolve({ value: undefined, done: true });
        },
      };
    },
  };
}

/** What changed behind a place, up to a limit. Feeds that stand at one place read it once for all. */
function createRead(store: Store): (place: FeedPosition, limit: Position) => Promise<readonly Change[]> {
  const underWay = new Map<string, Promise<readonly Change[]>>();

  async function read(place: FeedPosition, limit: Position): Promise<readonly Change[]> {
    const changes = await store.log.changes(place, CHANGES_A_READ);
    return changes.filter(({ position }) => position <= limit);
  }

  return (place, limit) => {
    // Of another limit it may have begun before that was reached.
    const key = [place.position, place.ordinal, limit].join();
    const known = underWay.get(key);
    if (known !== undefined) return known;
    const begun = read(place, limit).finally(() => underWay.delete(key));
    underWay.set(key, begun);
    return begun;
  };
}
