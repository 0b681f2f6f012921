import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { behind } from '../kernel/moment.ts';
import type { ConsumerStore } from '../store/ports.ts';

const NAME = 'webhook-key';
const HELD_MS = 10_000;
const AGAIN_MS = 50;

/**
 * From which the secrets of all webhooks are made, the same on every instance: made once, by whoever comes first, and kept in
 * the store.
 */
export async function keptWebhookKey(store: ConsumerStore, holder: string): Promise<string> {
  for (;;) {
    const [kept] = await store.consumers([NAME]);
    const key = kept?.state['key'];
    if (typeof key === 'string') return key;
    const [lease] = await store.lease([{ name: NAME, begin: behind(0) }], holder, HELD_MS);
    if (lease && lease.state['key'] === undefined) {
      await store.move([{ ...lease, state: { key: randomBytes(32).toString('base64url') } }]);
      await store.release([lease]);
    } else await setTimeout(AGAIN_MS);
  }
}
