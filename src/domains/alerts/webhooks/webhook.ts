import type { DecidedRecord, StreamState } from '../../../kernel/decision.ts';
import { contentHash, sameJson, type JsonObject } from '../../../kernel/json.ts';
import type { FactProblem } from '../../../kernel/parse-fact.ts';
import { micros, type Micros } from '../../../kernel/time.ts';
import { formatUrn, type Urn } from '../../../kernel/urn.ts';
import { viewerKept, type Viewer } from '../../../kernel/viewer.ts';
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
  /** Which of its secrets is the newest, from 1. */
  readonly generation: number;
  /** Those before it that may be in force still. */
  readonly replaced: readonly ReplacedSecret[];
  /** Another each time that it is to post elsewhere or goes on: what failed before counts no more. */
  readonly revision: number;
}

interface ReplacedSecret extends JsonObject {
  readonly generation: number;
  /** So long messages are signed with it, too. */
  readonly until: Micros;
}

export interface WebhookRecord extends DecidedRecord {
  readonly props: WebhookProps;
}

/** A secret that was replaced is in force for a day: time enough for its receiver to take the new one. */
const REPLACED = 24 * 3_600_000_000;
/** Each is a signature more in what is posted. */
const MOST_REPLACED = 9;

export function webhookId(name: string): Urn {
  return formatUrn('WEBHOOK', 'api', name);
}

export function webhookStream(id: Urn): string {
  return `webhook ${id}`;
}

export function viewerOf({ props: { viewer } }: WebhookRecord): Viewer {
  return viewerKept(viewer);
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
    if (sameJson(before.props, props)) return [];
    const until = props.state === 'DELETED' ? at : null;
    return [{ event, record: { ...before, until, props } }];
  };
}

/** Gives it another secret. */
export function rotated({ generation, replaced }: WebhookProps, at: Micros): Partial<WebhookProps> {
  const all = [...inForce(replaced, at), { generation, until: micros(at + REPLACED) }];
  return { generation: generation + 1, replaced: all.slice(-MOST_REPLACED) };
}

/** Of which secrets its messages bear a signature, the newest first. */
export function generationsOf({ props: { generation, replaced } }: WebhookRecord, now: Micros): number[] {
  return [...inForce(replaced, now).map((each) => each.generation), generation].reverse();
}

function inForce(replaced: readonly ReplacedSecret[], now: Micros): readonly ReplacedSecret[] {
  return replaced.filter(({ until }) => until > now);
}

/** What somebody wants to be another. */
export function updated(before: WebhookProps, to: Partial<WebhookProps>): Partial<WebhookProps> {
  const { url, state, revision } = before;
  const isAnother = (to.url ?? url) !== url || (to.state ?? state) !== state;
  return { ...to, revision: isAnother ? revision + 1 : revision };
}

/** The question that has a webhook wait, for a reason of its own. */
export function pausing(id: Urn, reason: string, at: Micros): Question {
  return { stream: webhookStream(id), judge: change(id, 'CHANGED', () => ({ state: 'PAUSED', reason }), at) };
}

/** The same for what happened at one place, however often it is sent. */
export function messageId(webhook: Urn, position: string): string {
  return `msg_${contentHash([webhook, position]).slice(0, 32)}`;
}
