import type { WebhookRecord } from '../domains/alerts/index.ts';
import { everyOpen } from '../domains/kind/every-open.ts';
import { behind, type Position } from '../kernel/moment.ts';
import type { Urn } from '../kernel/urn.ts';
import { EVERYBODY } from '../kernel/viewer.ts';
import type { Consumer } from '../live/consumers.ts';
import { createDeliverer, type Delivering } from './deliverer.ts';
import { createReplayer } from './replayer.ts';

export { createPoster } from './attempt.ts';
export { keptWebhookKey } from './key.ts';
export { createWebhookPolicy } from './policy.ts';

/**
 * What delivers, by now: one for each webhook that is active, and one for what is to be tried once more.
 * @param begin position from which on dead letters are replayed, if no instance ever did
 */
export function createDelivery(begin: Position, to: Delivering): () => Promise<readonly Consumer[]> {
  const { store, reader, clock } = to.graph.services;
  const webhooks = new Map<Urn, WebhookRecord>();
  const deliverers = new Map<Urn, Consumer>();
  const replayer = createReplayer(behind(begin), to);
  let readAt: Position | null = null;

  async function look(position: Position): Promise<void> {
    const at = { position, asOf: null, now: clock(), viewer: EVERYBODY };
    const active = new Map<Urn, WebhookRecord>();
    for await (const record of everyOpen('WEBHOOK', at, store)) {
      const webhook = record as WebhookRecord;
      if (webhook.props.state === 'ACTIVE') active.set(webhook.id, webhook);
    }
    for (const id of deliverers.keys()) if (!active.has(id)) deliverers.delete(id);
    for (const [id, webhook] of active) {
      webhooks.set(id, webhook);
      if (!deliverers.has(id))
        deliverers.set(
          id,
          createDeliverer(() => webhooks.get(id) as WebhookRecord, to),
        );
    }
    readAt = position;
  }

  return async () => {
    const { position } = reader.head();
    if (position !== readAt) await look(position);
    return [replayer, ...deliverers.values()];
  };
}
