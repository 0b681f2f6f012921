import type { DecidedRecord } from '../../kernel/decision.ts';
import { contentHash, type JsonObject } from '../../kernel/json.ts';
import { parseTime, type Micros } from '../../kernel/time.ts';
import { formatUrn, type Urn } from '../../kernel/urn.ts';
import type { Change } from '../../store/ports.ts';

export const SEVERITIES = {
  CRITICAL: 'Somebody has to act at once.',
  INFORMATIONAL: 'Worth knowing; nobody has to act at once.',
} as const;
export type Severity = keyof typeof SEVERITIES;

export const STATES = {
  OPEN: 'Nobody has taken it yet.',
  ACKNOWLEDGED: 'Somebody has taken it; it goes on.',
  RESOLVED: 'It is over.',
} as const;
export type State = keyof typeof STATES;

export const FEEDBACK = {
  USEFUL: 'It was right to be told.',
  NOISE: 'It was not worth being told.',
  TOO_LATE: 'It came when it was of no more use.',
} as const;
export type Feedback = keyof typeof FEEDBACK;

export const EVENTS = {
  RAISED: 'It began.',
  REPEATED: 'It was raised again while it was open.',
  ACKNOWLEDGED: 'Somebody took it.',
  RESOLVED: 'It ended.',
  FOLDED: 'It was put together with others, and is not told by itself any more.',
  UNFOLDED: 'It is told by itself again.',
  ENTERED_SCOPE: 'It was open already, and what it is about came to stand upstream of what is watched.',
  LEFT_SCOPE: 'It is still open, and what it is about does not stand upstream of what is watched any more.',
  STOP_LOSS_EXECUTED: 'What falls back when it is raised has done so.',
} as const;
export type AlertEventType = keyof typeof EVENTS;

/** What an alert tells beside the entity that it is about and its beginning and end. */
export interface AlertProps extends JsonObject {
  readonly source: string;
  readonly key: string;
  /** Which of the alerts of this key it is, from 1. */
  readonly episode: number;
  readonly severity: Severity;
  /** Why it is of this severity, in one sentence. */
  readonly reason: string;
  readonly title: string;
  readonly description: string | null;
  readonly labels: JsonObject;
  /** What else its source sent. */
  readonly details: JsonObject;
  readonly state: State;
  /** How often it was raised, from 1. */
  readonly raised: number;
  readonly note: string | null;
  readonly feedback: Feedback | null;
}

export interface AlertRecord extends DecidedRecord {
  readonly props: AlertProps;
}

/** All alerts of one key follow each other, so that at most one is open. */
export function streamOf(source: string, key: string): string {
  return `alert ${contentHash([source, key])}`;
}

/** The same on every instance: from who raised it, its key, and how many of this key came before. */
export function alertId(source: string, key: string, episode: number): Urn {
  return formatUrn('ALERT', source, contentHash([source, key, episode]));
}

/** Whether it is one that still asks for something. */
export function isOpen({ until }: DecidedRecord): boolean {
  return until === null;
}

/** What a source says of an alert of its own. */
export interface Raising {
  readonly source: string;
  readonly key: string;
  readonly about: Urn | null;
  readonly severity: Severity;
  readonly reason: string;
  readonly title: string;
  readonly description: string | null;
  readonly labels: JsonObject;
  readonly details: JsonObject;
  readonly since: Micros;
}

/** The alert that a change tells of, as it left it, and what it did. */
export function alertIn({ entity, record, after }: Change): {
  readonly event: AlertEventType;
  readonly alert: AlertRecord;
} {
  const { event, id, since, until, ...props } = after as JsonObject;
  const times = {
    since: parseTime(since as string) as Micros,
    until: until === null ? null : parseTime(until as string),
  };
  const about = entity === record ? null : entity;
  const alert = { id, kind: 'ALERT', about, ...times, props } as unknown as AlertRecord;
  return { event: event as AlertEventType, alert };
}
