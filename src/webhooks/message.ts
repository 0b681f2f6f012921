import { Webhook as Signer } from 'standardwebhooks';
import { generationsOf, messageId, type WebhookRecord } from '../domains/alerts/index.ts';
import type { WebhookPolicy } from '../domains/services.ts';
import { parsePosition } from '../kernel/cursor.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { FeedPosition } from '../kernel/moment.ts';
import type { Micros } from '../kernel/time.ts';
import type { Urn } from '../kernel/urn.ts';

/** What is posted. */
export interface Message {
  readonly webhook: Urn;
  readonly id: string;
  /** How far the feed is delivered with it. */
  readonly place: FeedPosition;
  readonly body: string;
}

/** An item of the feed as it is posted: in the form of Standard Webhooks, the type being what the alert did. */
export function messageOf({ id }: WebhookRecord, item: JsonObject): Message {
  const { __typename: typename, ...data } = item;
  const isGap = typename === 'FeedGap';
  const position = (isGap ? data['resumesAt'] : data['position']) as string;
  const type = isGap ? 'feed.gap' : `alert.${(data['type'] as string).toLowerCase()}`;
  return {
    webhook: id,
    id: messageId(id, position),
    place: parsePosition(position, 'position'),
    body: JSON.stringify({ type, ...(isGap ? {} : { timestamp: data['at'] }), data }),
  };
}

/** The headers that tell its receiver who sent it and when, of which a signature for each secret that is in force. */
export function signed(
  message: Pick<Message, 'id' | 'body'>,
  webhook: WebhookRecord,
  policy: WebhookPolicy,
  now: Micros,
): Record<string, string> {
  const at = new Date(now / 1000);
  return {
    'content-type': 'application/json',
    'user-agent': 'Throughline',
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': generationsOf(webhook, now)
      .map((each) => new Signer(policy.secretOf(webhook.id, each)).sign(message.id, at, message.body))
      .join(' '),
  };
}
