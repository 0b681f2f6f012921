import type { IncomingHttpHeaders } from 'node:http';
import type { RequestContext } from '../domains/kind/context.ts';
import type { Services } from '../domains/services.ts';
import { createContext } from '../graphql/index.ts';
import { parsePosition, POSITION_HEADER } from '../kernel/cursor.ts';
import { viewerOf } from './viewer.ts';

/** How long a request waits for a position that it asks for. */
const POSITION_TIMEOUT_MS = 2_000;

/**
 * Waits for the position that the caller wants to see, then pins the request.
 * @throws BAD_USER_INPUT or POSITION_TIMEOUT naming the header
 */
export async function pinnedContext(headers: IncomingHttpHeaders, services: Services): Promise<RequestContext> {
  const wanted = headers[POSITION_HEADER];
  if (typeof wanted === 'string') {
    const log = services.reader.log();
    await services.reader.reached(parsePosition(wanted, POSITION_HEADER, log).position, POSITION_TIMEOUT_MS);
  }
  return createContext(services, viewerOf(headers));
}
