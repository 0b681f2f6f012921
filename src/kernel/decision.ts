import type { JsonObject } from './json.ts';
import type { Micros } from './time.ts';
import type { Urn } from './urn.ts';

/**
 * A decision is no claim about the world but something that was done here: an alert was raised, acknowledged, resolved.
 * Whoever makes one judges what stands before it; the log takes it only if that still stands, and it is never judged anew.
 * All decisions that depend on each other make up one stream, and each says how many came before it.
 */
export interface Decision {
  /** `alert <hash>`; all that it depends on is decided in it. */
  readonly stream: string;
  /** How many decisions of the stream it was judged on. Where there are more by now it is refused as a CONFLICT. */
  readonly expects: number;
  /** What was done, in the words of the kind of record: `RAISED`. */
  readonly event: string;
  /** As it stands since. */
  readonly record: DecidedRecord;
}

/** What decisions are about, as the last of them left it. */
export interface DecidedRecord {
  readonly id: Urn;
  readonly kind: DecidedKind;
  /** What it concerns, most often an entity; null where none is known. */
  readonly about: Urn | null;
  /** Event time from which, and up to which, it asks for something; `until` null: it still does. */
  readonly since: Micros;
  readonly until: Micros | null;
  /** All else that it tells. */
  readonly props: JsonObject;
}

/** What is decided upon, and which change a decision on it is. */
export const DECIDED = {
  ALERT: 'ALERTED',
  WEBHOOK: 'SUBSCRIBED',
  DEAD_LETTER: 'UNDELIVERED',
  STAGE: 'STAGE_DEFINED',
  POLICY: 'POLICY_SET',
  PROMOTION: 'PROMOTED',
  WAIVER: 'WAIVED',
} as const;

export type DecidedKind = keyof typeof DECIDED;

/** Of which kinds that which they are about is an entity, to which the change happens too. */
export const ABOUT_ENTITIES: ReadonlySet<DecidedKind> = new Set(['ALERT', 'PROMOTION', 'WAIVER']);

export type DecidedChange = (typeof DECIDED)[DecidedKind];

/** Where a stream stands: what the next decision of it is judged on. */
export interface StreamState {
  /** How many there are. */
  readonly decisions: number;
  /** What the last one left; null where there is none. */
  readonly record: DecidedRecord | null;
}

export const NO_DECISION: StreamState = { decisions: 0, record: null };
