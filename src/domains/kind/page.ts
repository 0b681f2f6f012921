import { parseCursor } from '../../kernel/cursor.ts';
import { badInput, ThroughlineError } from '../../kernel/errors.ts';
import type { Json } from '../../kernel/json.ts';
import type { Position } from '../../kernel/moment.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from './context.ts';

/** How long a request waits for a position that another instance gave, which may be a little ahead of this one. */
const LAG_MS = 2_000;

/** Where a page is read, and behind which row; null: from the beginning. */
export interface PagePlace<Key> {
  readonly at: ReadAt;
  readonly behind: Key | null;
}

/**
 * The place behind the cursor `after`: at the position that it pins, whatever was written since. Without one, `first`.
 * @throws BAD_USER_INPUT naming `after`
 */
export async function placeBehind<Key extends Json>(
  after: string | null | undefined,
  question: Json,
  isKey: (key: Json) => key is Key,
  first: ReadAt,
  context: RequestContext,
): Promise<PagePlace<Key>> {
  if (after === null || after === undefined) return { at: first, behind: null };
  const { position, key } = parseCursor(after, question, 'after', isKey);
  await reached(position, 'after', context);
  return { at: { ...first, position }, behind: key };
}

/** Waits so many milliseconds until this instance has the position. @throws BAD_USER_INPUT naming the argument, where the log is not there */
export async function reached(
  position: Position,
  argument: string,
  { services }: RequestContext,
  lagMs = LAG_MS,
): Promise<void> {
  try {
    await services.reader.reached(position, lagMs);
  } catch (error) {
    if (!(error instanceof ThroughlineError) || error.code !== 'POSITION_TIMEOUT') throw error;
    throw badInput(argument, `${argument}: expected a position that the log has reached; came one beyond its head`);
  }
}
