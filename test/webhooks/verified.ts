import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';

/**
 * What was posted.
 * @param body as it came, before anything has parsed it
 * @throws where it is not signed with the secret, or was sent more than five minutes ago
 */
export function verified(secret: string, headers: IncomingHttpHeaders, body: string): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}
