import { badInput, shown } from './errors.ts';
import { contentHash, isJsonObject, type Json } from './json.ts';
import { behind, type FeedPosition, type Position } from './moment.ts';
import { isMicros, type Micros } from './time.ts';

/**
 * Opaque tokens that the API hands out. Each carries a letter for what it is, so that one kind of token pasted where
 * another belongs is refused by name instead of being misread.
 */
const POSITION = 'p';
const CURSOR = 'c';
const PLACE = 'a';

/** In a request the position that it wants to see; the answers of exports name theirs by it. */
export const POSITION_HEADER = 'x-throughline-position';

export function formatPosition(position: Position, ordinal?: number): string {
  return seal(ordinal === undefined ? [POSITION, position] : [POSITION, position, ordinal]);
}

/** A place in a feed as a position: without an ordinal where it stands behind all items of its entry. */
export function formatFeedPosition({ position, ordinal }: FeedPosition): string {
  return ordinal === Number.MAX_SAFE_INTEGER ? formatPosition(position) : formatPosition(position, ordinal);
}

/** Of which log a position is: by when the first entry was recorded. Null: there is none yet. */
export type LogName = string | null;

export function logName(firstRecordedAt: Micros | null): LogName {
  return firstRecordedAt === null ? null : firstRecordedAt.toString(36);
}

/** The position with the name of its log, as it is handed out: that of another store must not be taken for one of ours. */
export function positionOf(log: LogName, text: string): string {
  const [letter, position = null, ordinal = null] = unseal(text) ?? [];
  return log === null || letter !== POSITION ? text : seal([POSITION, position, ordinal, log]);
}

/**
 * @param log whose positions are expected; undefined: any's. One that names no log is taken for one of it
 * @throws BAD_USER_INPUT naming `argument`
 */
export function parsePosition(text: string, argument: string, log?: LogName): FeedPosition {
  const [letter, position, ordinal = null, named = null] = unseal(text) ?? [];
  if (letter !== POSITION || !isCount(position) || !(ordinal === null || isCount(ordinal))) {
    throw badInput(argument, `${argument}: expected a position that this API gave, came ${shown(text)}`);
  }
  if (log !== undefined && named !== null && named !== log) {
    throw badInput(
      argument,
      `${argument}: expected a position of this store's log; came one of another, ${shown(text)}`,
    );
  }
  // A position without an ordinal stands behind all items of its entry.
  return ordinal === null ? behind(position) : { position, ordinal };
}

/** Where a page ends: the question it belongs to, the position it was answered at, and the last row's sort key. */
export interface PageCursor<Key extends Json = Json> {
  readonly position: Position;
  readonly key: Key;
}

export function formatCursor(question: Json, cursor: PageCursor): string {
  return seal([CURSOR, questionTag(question), cursor.position, cursor.key]);
}

/**
 * @param isKey whether a key is one of this list's: a token of ours is read by whoever gets it, and so can be made up
 * @throws BAD_USER_INPUT naming `argument`, also for a cursor of another question
 */
export function parseCursor<Key extends Json>(
  text: string,
  question: Json,
  argument: string,
  isKey: (key: Json) => key is Key,
): PageCursor<Key> {
  const [letter, tag, position, key] = unseal(text) ?? [];
  const notOurs = badInput(argument, `${argument}: expected a cursor that this API gave, came ${shown(text)}`);
  if (letter !== CURSOR || !isCount(position) || key === undefined) throw notOurs;
  if (tag !== questionTag(question)) {
    throw badInput(argument, `${argument}: this cursor belongs to another question; keep all other arguments the same`);
  }
  if (!isKey(key)) throw notOurs;
  return { position, key };
}

/** Where something was read, for whoever reads on there. */
export interface Place {
  readonly position: Position;
  readonly asOf: Micros | null;
  readonly now: Micros;
}

export function formatPlace({ position, asOf, now }: Place): string {
  return seal([PLACE, position, asOf, now]);
}

/** @throws BAD_USER_INPUT naming `argument` */
export function parsePlace(text: unknown, argument: string): Place {
  const [letter, position, asOf, now] = (typeof text === 'string' ? unseal(text) : null) ?? [];
  if (letter === PLACE && isCount(position) && (asOf === null || isMicros(asOf)) && isMicros(now)) {
    return { position, asOf, now };
  }
  throw badInput(argument, `${argument}: expected a place that this API gave, came ${shown(text)}`);
}

function questionTag(question: Json): string {
  return contentHash(question).slice(0, 12);
}

function seal(value: Json): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function unseal(text: string): readonly Json[] | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(value) && !isJsonObject(value) ? (value as Json[]) : null;
  } catch {
    return null;
  }
}

/** A position, an ordinal, a place in a list. */
export function isCount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
