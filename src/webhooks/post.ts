import { pausing, type WebhookRecord } from '../domains/alerts/index.ts';
import { decide } from '../domains/kind/decide.ts';
import type { WebhookOutcome } from '../telemetry/events.ts';
import type { Failure, Poster } from './attempt.ts';
import { signed, type Message } from './message.ts';
import type { Graph } from './source.ts';

/** Who decides what came of deliveries. */
export const BY = { scope: 'webhooks', source: 'webhooks' };

export interface Delivering {
  readonly graph: Graph;
  readonly poster: Poster;
  /** So long a message is tried before it is given up, in microseconds. */
  readonly patience: number;
  /** Is told what came of each try. */
  readonly told: (outcome: WebhookOutcome) => void;
  /** Is told why a message could not be made. */
  readonly onFault: (error: unknown) => void;
}

/**
 * Posts a message once. Where the target asks not to be told any more its webhook is paused, and the message stays the
 * next one, should it go on.
 */
export async function post(
  message: Pick<Message, 'id' | 'body'>,
  webhook: WebhookRecord,
  signal: AbortSignal,
  { graph: { services }, poster }: Delivering,
): Promise<Failure> {
  const headers = signed(message, webhook, services.webhooks, services.clock());
  const failure = await poster.post(webhook.props.url, headers, message.body, signal);
  if (failure?.isGone === true && !signal.aborted) {
    await decide(services, [pausing(webhook.id, 'The target answered 410 Gone.', services.clock())], BY);
  }
  return failure;
}
