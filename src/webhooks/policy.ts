import { createHmac } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import type { WebhookPolicy } from '../domains/services.ts';

/**
 * What deliveries are held to.
 * @param key from which all secrets are made: the same on every instance
 * @param allowed addresses and subnets that are allowed though they are private
 */
export function createWebhookPolicy(key: string, allowed: readonly string[]): WebhookPolicy {
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
      return ipaddr.isValid(host) && !isAllowed(host, allowed)
        ? `is a private address, ${host}, which is not allowed`
        : null;
    },
  };
}

function isAllowed(host: string, allowed: readonly string[]): boolean {
  const address = ipaddr.parse(host);
  return address.range() === 'unicast' || allowed.some((each) => isWithin(address, each));
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, allowed: string): boolean {
  if (!allowed.includes('/')) return ipaddr.parse(allowed).toString() === address.toString();
  const [subnet, bits] = ipaddr.parseCIDR(allowed);
  return subnet.kind() === address.kind() && address.match(subnet, bits);
}
