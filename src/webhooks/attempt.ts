import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { AddressRule } from './addresses.ts';

/** Longer than this a target may not take to answer. */
const ANSWER_MS = 15_000;
/** Of its answer so much is read, so that the connection can be used again. */
const MOST_ANSWERED = 65_536;
/** The same for a name that is not there, and for one of a network that is not to be posted to: nobody is told which is which. */
const NOT_ALLOWED = 'ENOTALLOWED';

/** What came of a try: null where the target took it. */
export type Failure = { readonly error: string; readonly isGone: boolean } | null;

export interface Poster extends Disposable {
  /** Posts once, and follows no redirection: where that leads nobody has allowed. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<Failure>;
}

/** @param resolve looks names up: all that a name leads to has to be allowed */
export function createPoster(isAllowed: AddressRule, resolve: Resolve = dns.lookup): Poster {
  const options = { keepAlive: true, lookup: guarded(isAllowed, resolve) };
  const agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) };

  return {
    async post(text, headers, body, signal) {
      const url = new URL(text);
      const protocol = url.protocol === 'http:' ? 'http:' : 'https:';
      const { request } = protocol === 'http:' ? http : https;
      // An address is not looked up.
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0 && !isAllowed(host)) return { error: told(refused()), isGone: false };
      const ends = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
      try {
        const status = await new Promise<number>((resolve, reject) => {
          const asked = request(
            url,
            {
              method: 'POST',
              agent: agents[protocol],
              headers: { ...headers, 'content-length': Buffer.byteLength(body) },
              signal: ends,
            },
            (response) => {
              // What it says is of no use here, and may be endless.
              let size = 0;
              response.on('error', () => {});
              response.on('data', (chunk: Buffer) => {
                if ((size += chunk.length) > MOST_ANSWERED) response.destroy();
              });
              resolve(response.statusCode ?? 0);
            },
          );
          asked.on('error', reject);
          asked.end(body);
        });
        return status >= 200 && status < 300 ? null : { error: `it answered ${status}`, isGone: status === 410 };
      } catch (error) {
        if (ends.aborted && !signal.aborted)
          return { error: `it did not answer within ${ANSWER_MS / 1000} s`, isGone: false };
        return { error: told(error as NodeJS.ErrnoException), isGone: false };
      }
    },
    [Symbol.dispose]() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

type Resolve = (
  host: string,
  options: dns.LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: dns.LookupAddress[]) => void,
) => void;

function guarded(isAllowed: AddressRule, resolve: Resolve): LookupFunction {
  return (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || first === undefined || !addresses.every(({ address }) => isAllowed(address))) done(refused(), []);
      else if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

function refused(): NodeJS.ErrnoException {
  return Object.assign(new Error('not allowed'), { code: NOT_ALLOWED });
}

/** No address is told of what was connected to: whoever makes webhooks could look up the names of a network that is not theirs. */
function told({ code }: NodeJS.ErrnoException): string {
  if (code === NOT_ALLOWED) return 'its host has no address, or one that is not allowed';
  return code === undefined ? 'it could not be reached' : `it could not be reached: ${code}`;
}
