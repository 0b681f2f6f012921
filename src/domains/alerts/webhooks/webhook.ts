import type { DecidedRecord, StreamState } from '../../../kernel/decision.ts';
import { contentHash, type JsonObject } from '../../../kernel/json.ts';
import type { FactProblem } from '../../../kernel/parse-fact.ts';
import type { Micros } from '../../../kernel/time.ts';
import { formatUrn, urnParts, type Urn } from '../../../kernel/urn.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { visibilityOf, type Visibility } from '../../../kernel/visibility.ts';
import type { Judged, Question } from '../../kind/decide.ts';
import type { AlertEventType, Severity } from '../alert.ts';

export const WEBHOOK_STATES = {
  ACTIVE: 'What happens is delivered.',
  PAUSED: 'Nothing is delivered; what happens meanwhile is, once it goes on.',
  DELETED: 'Nothing is delivered any more.',
} as const;
export type WebhookState = keyof typeof WEBHOOK_STATES;

export interface WebhookFilter extends JsonObject {
  readonly severities: readonly Severity[] | null;
  readonly kinds: readonly string[] | null;
  readonly events: readonly AlertEventType[] | null;
}

export interface WebhookProps extends JsonObject {
  readonly url: string;
  readonly description: string | null;
  /** Null: all alerts. */
  readonly scopes: readonly Urn[] | null;
  readonly filter: WebhookFilter | null;
  readonly state: WebhookState;
  /** Why it is paused, where nobody asked for it. */
  readonly reason: string | null;
  /** Position behind which it begins. */
  readonly after: string;
  /** For whom alerts are told: who made it. */
  readonly viewer: JsonObject;
  /** Which of its secrets it signs with, from 1, and since when. */
  readonly generation: number;
  readonly rotatedAt: Micros;
}

export interface WebhookRecord extends DecidedRecord {
  readonly props: WebhookProps;
}

export function webhookId(name: string): Urn {
  return formatUrn('WEBHOOK', 'api', name);
}

export function webhookStream(id: Urn): string {
  return `webhook ${id}`;
}

/** Who asks, as it is kept; and back. */
export function keptViewer({ id, visibility: { rules, disclosure } }: Viewer): JsonObject {
  return { id, rules: rules as unknown as JsonObject[], disclosure };
}

export function viewerOf({ props: { viewer } }: WebhookRecord): Viewer {
  const { id, rules, disclosure } = viewer as unknown as Pick<Viewer, 'id'> & Pick<Visibility, 'rules' | 'disclosure'>;
  return { id, visibility: visibilityOf(rules, disclosure) };
}

export function create(record: WebhookRecord): () => Judged {
  return () => [{ event: 'CREATED', record }];
}

/** @param event what was done, as its history tells it */
export function change(
  id: Urn,
  event: 'CHANGED' | 'ROTATED' | 'DELETED',
  to: (before: WebhookProps) => Partial<WebhookProps>,
  at: Micros,
): (state: StreamState) => Judged | FactProblem {
  return ({ record }) => {
    const before = record as WebhookRecord | null;
    if (before === null || before.until !== null) {
      return { path: 'id', code: 'NOT_FOUND', message: `there is no webhook ${id}` };
    }
    const props = { ...before.props, ...to(before.props) } as WebhookProps;
    const until = props.state === 'DELETED' ? at : null;
    return [{ event, record: { ...before, until, props } }];
  };
}

/** The question that has a webhook wait, for a reason of its own. */
export function pausing(id: Urn, reason: string, at: Micros): Question {
  return { stream: webhookStream(id), judge: change(id, 'CHANGED', () => ({ state: 'PAUSED', reason }), at) };
}

/** What could not be delivered, kept until it is. */
export interface Undelivered {
  /** The message's own id, by which its receiver tells it from others. */
  readonly messageId: string;
  readonly body: string;
  readonly attempts: number;
  readonly error: string;
}

export interface DeadLetterProps extends Undelivered, JsonObject {
  readonly state: DeadLetterState;
}

export const DEAD_LETTER_STATES = {
  DEAD: 'It was given up.',
  QUEUED: 'It is about to be tried once more.',
  DELIVERED: 'It was delivered after all.',
} as const;
export type DeadLetterState = keyof typeof DEAD_LETTER_STATES;

export interface DeadLetterRecord extends DecidedRecord {
  readonly about: Urn;
  readonly props: DeadLetterProps;
}

/** The same for what happened at one place, however often it is sent. */
export function messageId(webhook: Urn, position: string): string {
  return `msg_${contentHash([webhook, position]).slice(0, 32)}`;
}

export function deadLetterId(webhook: Urn, message: string): Urn {
  return formatUrn('DEAD_LETTER', urnParts(webhook).name, message);
}

export function deadLetterStream(id: Urn): string {
  return `dead-letter ${id}`;
}

/** The question that gives a message up. Giving up what is given up already changes nothing. */
export function burying(webhook: Urn, letter: Undelivered, since: Micros): Question {
  const id = deadLetterId(webhook, letter.messageId);
  const props = { ...letter, state: 'DEAD' } as const;
  const record: DeadLetterRecord = { id, kind: 'DEAD_LETTER', about: webhook, since, until: null, props };
  return {
    stream: deadLetterStream(id),
    judge: ({ record: before }) => (before === null ? [{ event: 'DEAD', record }] : []),
  };
}

export function replay(id: Urn, path: string): (state: StreamState) => Judged | FactProblem {
  return ({ record }) => {
    const letter = record as DeadLetterRecord | null;
    if (letter === null) return { path, code: 'NOT_FOUND', message: `there is no dead letter ${id}` };
    if (letter.props.state === 'DELIVERED') {
      return { path, code: 'CONFLICT', message: `${id}: expected one that is not delivered yet` };
    }
    if (letter.props.state === 'QUEUED') return [];
    return [{ event: 'QUEUED', record: { ...letter, props: { ...letter.props, state: 'QUEUED' } } }];
  };
}

/** The question that writes down what came of trying once more. @param error null: it was delivered */
export function trying(id: Urn, error: string | null, at: Micros): Question {
  return {
    stream: deadLetterStream(id),
    judge({ record }) {
      const letter = record as DeadLetterRecord | null;
      if (letter?.props.state !== 'QUEUED') return [];
      const attempts = letter.props.attempts + 1;
      const [state, until] = error === null ? (['DELIVERED', at] as const) : (['DEAD', null] as const);
      const props = { ...letter.props, state, attempts, error: error ?? letter.props.error };
      return [{ event: state, record: { ...letter, until, props } }];
    },
  };
}
