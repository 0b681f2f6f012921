import type { WebhookRecord } from '../domains/alerts/index.ts';
import { everyOpen } from '../domains/kind/every-open.ts';
import type { Position } from '../kernel/moment.ts';
import type { Urn } from '../kernel/urn.ts';
import { EVERYBODY } from '../kernel/viewer.ts';
import type { Consumer } from '../live/consumers.ts';
import { createDeliverer } from './deliverer.ts';
import type { Delivering } from './post.ts';
import { createReplayer } from './replayer.ts';

export { createAddressRule } from './addresses.ts';
export { createPoster } from './attempt.ts';
export { keptWebhookKey } from './key.ts';
export { createWebhookPolicy } from './policy.ts';

/** What delivers, by now: for each webhook that is active, one for what it is told and one for what is tried once more. */
export function createDelivery(to: Delivering): () => Promise<readonly Consumer[]> {
  const { store, reader, clock } = to.graph.services;
  const webhooks = new Map<Urn, WebhookRecord>();
  const delivering = new Map<Urn, readonly Consumer[]>();
  let readAt: Position | null = null;

  async function look(position: Position): Promise<void> {
    const at = { position, asOf: null, now: clock(), viewer: EVERYBODY };
    const active = new Set<Urn>();
    for await (const record of everyOpen('WEBHOOK', at, store)) {
      const webhook = record as WebhookRecord;
      const { id } = webhook;
      webhooks.set(id, webhook);
      if (webhook.props.state !== 'ACTIVE') continue;
      active.add(id);
      const now = () => webhooks.get(id) as WebhookRecord;
      if (!delivering.has(id)) delivering.set(id, [createDeliverer(now, to), createReplayer(now, to)]);
    }
    for (const id of delivering.keys()) if (!active.has(id)) delivering.delete(id);
    readAt = position;
  }

  return async () => {
    const { position } = reader.head();
    if (position !== readAt) await look(position);
    return [...delivering.values()].flat();
  };
}
