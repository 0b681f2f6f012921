import type { ChangeFeed } from '../domains/services.ts';
import type { Change, ConsumerState } from '../store/ports.ts';
import type { Work } from './consumers.ts';

/** Where nothing was written, how far it has come is written down this often: what follows is looked at twice at worst. */
const MOVE_MS = 1_000;

/**
 * Works through the log from where the consumer is, until its term is over.
 * @param take what is made of a stretch of it: whether it has written something, with how far that brings the consumer
 */
export async function followChanges(
  feed: ChangeFeed,
  work: Work,
  take: (changes: readonly Change[], to: ConsumerState) => Promise<boolean>,
): Promise<void> {
  const source = feed.subscribe(work.lease().place);
  const end = () => void source.return?.();
  work.signal.addEventListener('abort', end);
  let moved = performance.now();
  try {
    for await (const changes of source) {
      if (work.signal.aborted) return;
      const last = changes.at(-1);
      if (last === undefined) continue;
      const to = { place: { position: last.position, ordinal: last.ordinal }, state: work.lease().state };
      const isWritten = await take(changes, to);
      if (work.signal.aborted) return;
      if (!isWritten && performance.now() - moved >= MOVE_MS) await work.move(to);
      else {
        work.moved(to);
        if (!isWritten) continue;
      }
      moved = performance.now();
    }
  } finally {
    work.signal.removeEventListener('abort', end);
    await source.return?.();
  }
}
