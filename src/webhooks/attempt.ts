import http from 'node:http';
import https from 'node:https';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';

/** Longer than this a target may not take to answer. */
const ANSWER_MS = 15_000;
/** Of its answer so much is read, so that the connection can be used again. */
const MOST_ANSWERED = 65_536;
const LONGEST_ERROR = 300;

/** What came of a try: null where the target took it. */
export type Failure = { readonly error: string; readonly isGone: boolean } | null;

export interface Poster extends Disposable {
  /** Posts once, and follows no redirection: where that leads nobody has allowed. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<Failure>;
}

/** @param allowed private addresses and subnets that may be posted to; all others are refused once their name is looked up */
export function createPoster(allowed: readonly string[]): Poster {
  const options = { keepAlive: true, allowIPAddressList: [...allowed] };
  const agents = { 'http:': new RequestFilteringHttpAgent(options), 'https:': new RequestFilteringHttpsAgent(options) };

  return {
    async post(text, headers, body, signal) {
      const url = new URL(text);
      const protocol = url.protocol === 'http:' ? 'http:' : 'https:';
      const { request } = protocol === 'http:' ? http : https;
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
        return { error: (error as Error).message.slice(0, LONGEST_ERROR), isGone: false };
      }
    },
    [Symbol.dispose]() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}
