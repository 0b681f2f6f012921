import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import type { WebhookPolicy } from '../domains/services.ts';
import type { AddressRule } from './addresses.ts';

/**
 * What deliveries are held to.
 * @param key from which all secrets are made: the same on every instance
 * @param isAllowed as what delivers has it
 */
export function createWebhookPolicy(key: string, isAllowed: AddressRule): WebhookPolicy {
  return {
    secretOf: (webhook, generation) =>
      `whsec_${createHmac('sha256', key).update(`${webhook} ${generation}`).digest('base64')}`,
    targetProblem(text) {
      const url = URL.canParse(text) ? new URL(text) : null;
      if (url === null || !['http:', 'https:'].includes(url.protocol)) return 'is no URL of http or https';
      if (url.username !== '' || url.password !== '')
        return 'has credentials in it, which would be told to whoever reads it';
      // Names are looked up with each delivery, as they may come to mean another address.
      const host = url.hostname.replace(/^\[|\]$/g, '');
      return isIP(host) !== 0 && !isAllowed(host) ? `is a private address, ${host}, which is not allowed` : null;
    },
  };
}
