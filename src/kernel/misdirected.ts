import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from './loopback.ts';

export interface Misdirected {
  readonly status: 403 | 421;
  readonly message: string;
}

/**
 * Why a request is none for this server; null where it is one. A browser lets any page send requests anywhere, a page
 * whose name leads to a loopback address included; it says from where they are, and which name they were sent to.
 * @param own the address that the server listens on
 */
export function misdirected(headers: IncomingHttpHeaders, own: string): Misdirected | null {
  const { origin, host } = headers;
  if (origin !== undefined && !isOf(origin, host)) {
    return { status: 403, message: 'expected no Origin, or that of this server: pages of others may not use it' };
  }
  if (isOfOtherPage(headers)) {
    return { status: 403, message: 'expected no Sec-Fetch-Site, or same-origin: pages of others may not use it' };
  }
  if (host !== undefined && isLoopback(own) && !isNameOf(host, own)) {
    return { status: 421, message: 'expected a Host that names a loopback address, as the server listens on one' };
  }
  return null;
}

function isOf(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}

/** What a page asks for whose answer it may not see, as an image, has no origin, yet says this. Who follows a link is no page. */
function isOfOtherPage({ 'sec-fetch-site': site, 'sec-fetch-mode': mode }: IncomingHttpHeaders): boolean {
  return (site === 'cross-site' || site === 'same-site') && mode !== 'navigate';
}

function isNameOf(host: string, own: string): boolean {
  if (!URL.canParse(`http://${host}`)) return false;
  const name = new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '');
  return name === own || isLoopback(name);
}
