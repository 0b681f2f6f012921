import type { RequestContext } from '../domains/kind/context.ts';
import { contentHash, type Json } from '../kernel/json.ts';
import type { Position } from '../kernel/moment.ts';
import { formatTime } from '../kernel/time.ts';
import { isStretchOver, nextTurn } from '../kernel/turns.ts';
import type { LogEntry } from '../store/ports.ts';
import { seesFact } from '../store/visible.ts';
import { checkNames, wholeOf, type Query } from './parameters.ts';

/** So many entries are read at once. */
const ENTRIES_A_READ = 1_000;
/** So many are written at once: that takes a millisecond or two. */
const AT_ONCE = 100;

/**
 * The entries of the log, one a line, as they were recorded. What names something that is hidden from who asks is left
 * out, so that its position is missing.
 * @throws BAD_USER_INPUT naming the parameter
 */
export function exportLog(query: Query, context: RequestContext): () => AsyncIterableIterator<string> {
  checkNames(query, ['after', 'upTo']);
  const after = wholeOf(query, 'after') ?? 0;
  const upTo = Math.min(wholeOf(query, 'upTo') ?? Infinity, context.at.position);
  return () => lines(after, upTo, context);
}

async function* lines(after: Position, upTo: Position, context: RequestContext): AsyncGenerator<string> {
  const { log } = context.services.store;
  for (let last = after; last < upTo;) {
    const entries = await log.read(last, Math.min(ENTRIES_A_READ, upTo - last));
    if (entries.length === 0) return;
    last = entries.at(-1)!.position;
    const seen = entries.filter(({ fact }) => seesFact(fact, context.viewer));
    for (let start = 0; start < seen.length; start += AT_ONCE) {
      if (isStretchOver()) await nextTurn();
      yield seen
        .slice(start, start + AT_ONCE)
        .map(lineOf)
        .join('');
    }
  }
}

function lineOf({ position, recordedAt, fact }: LogEntry): string {
  const hash = contentHash(fact as unknown as Json);
  return `${JSON.stringify({ position, recordedAt: formatTime(recordedAt), hash, fact })}\n`;
}
