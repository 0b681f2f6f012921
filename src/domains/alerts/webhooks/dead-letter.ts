import type { DecidedRecord, StreamState } from '../../../kernel/decision.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { FactProblem } from '../../../kernel/parse-fact.ts';
import type { Micros } from '../../../kernel/time.ts';
import { formatUrn, urnParts, type Urn } from '../../../kernel/urn.ts';
import type { Judged, Question } from '../../kind/decide.ts';

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

export function deadLetterId(webhook: Urn, message: string): Urn {
  return formatUrn('DEAD_LETTER', urnParts(webhook).name, message);
}

/** Which webhook gave it up is part of its name. */
export function isLetterOf(letter: Urn, webhook: Urn): boolean {
  return urnParts(letter).namespace === urnParts(webhook).name;
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
