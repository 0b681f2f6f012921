import { setTimeout } from 'node:timers/promises';
import type { ChangeFeed } from '../domains/services.ts';
import { isUnavailable } from '../kernel/errors.ts';
import type { FeedPosition } from '../kernel/moment.ts';
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
  return {
    subscribe(after) {
      let place: FeedPosition = after ?? { position: reader.head().position, ordinal: Number.MAX_SAFE_INTEGER };
      let ended = false;
      let wake = () => {};
      const stop = reader.onAdvance(() => wake());

      async function read(): Promise<readonly Change[]> {
        const limit = reader.head().position;
        if (limit < place.position) return [];
        const changes = await store.log.changes(place, CHANGES_A_READ);
        return changes.filter((change) => change.position <= limit);
      }

      return {
        [Symbol.asyncIterator]() {
          return this;
        },
        async next() {
          while (!ended) {
            let nudged = false;
            const nudge = new Promise<void>((resolve) => {
              wake = () => {
                nudged = true;
                resolve();
              };
            });
            const changes = await read().catch((error: unknown) => {
              if (!isUnavailable(error)) throw error;
              return null;
            });
            if (changes === null) {
              // The log will be there again, with all that is in it; until then whoever listens waits.
              await Promise.race([nudge, setTimeout(RETRY_MS)]);
              continue;
            }
            const last = changes.at(-1);
            if (last !== undefined) {
              place = { position: last.position, ordinal: last.ordinal };
              return { value: changes, done: false };
            }
            if (!nudged && !ended) await nudge;
          }
          return { value: undefined, done: true };
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
