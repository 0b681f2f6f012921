import type { ChangeFeed } from '../domains/services.ts';
import type { Change, ConsumerState } from '../store/ports.ts';
import type { Work } from './work.ts';

/**
 * Works through the log from where the consumer is, until its term is over.
 * @param take what is made of a stretch of it: `written`, with how far that brings the consumer; `passed`, without anything
 *   to write; or `stopped`, where the term is to end before it
 */
export async function followChanges(
  feed: ChangeFeed,
  work: Work,
  take: (changes: readonly Change[], to: ConsumerState) => Promise<'written' | 'passed' | 'stopped'>,
): Promise<void> {
  const source = feed.subscribe(work.lease().place);
  const end = () => void source.return?.();
  work.signal.addEventListener('abort', end);
  try {
    for (;;) {
      const { value: changes, done } = await work.meanwhile(source.next());
      if (done === true || work.signal.aborted) return;
      const last = changes.at(-1);
      if (last === undefined) continue;
      const to = { place: { position: last.position, ordinal: last.ordinal }, state: work.lease().state };
      const outcome = await take(changes, to);
      if (outcome === 'written') work.moved(to);
      else if (outcome === 'passed') work.passed(to);
      else return;
    }
  } finally {
    work.signal.removeEventListener('abort', end);
    await source.return?.();
  }
}
