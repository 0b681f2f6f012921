import { createClient, type Client } from 'graphql-ws';

/** A sign of life is asked for so often, and waited for so long. */
const KEEP_ALIVE_MS = 10_000;
const PONG_MS = 5_000;
const LONGEST_WAIT_MS = 10_000;
/** Once nobody listens any more. */
const CLOSED_BY_US = 1000;

export interface RetryingSocket {
  readonly client: Client;
  /** Tries again at once where it waits to. */
  retryNow(): void;
}

/** A connection that is made anew for as long as somebody listens, and that notices when nobody is there any more. */
export function createSocket(url: string, lost: () => void): RetryingSocket {
  let retryNow = (): void => undefined;
  let noPong: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    keepAlive: KEEP_ALIVE_MS,
    retryWait: (retries) =>
      new Promise((resolve) => {
        retryNow = resolve;
        setTimeout(resolve, Math.min(500 * 2 ** retries, LONGEST_WAIT_MS));
      }),
    on: {
      closed: (event) => {
        clearTimeout(noPong);
        if ((event as CloseEvent).code !== CLOSED_BY_US) lost();
      },
      ping: (wasReceived) => {
        if (!wasReceived) noPong = setTimeout(() => client.terminate(), PONG_MS);
      },
      pong: (wasReceived) => {
        if (wasReceived) clearTimeout(noPong);
      },
    },
  });
  // A browser that knows that it is offline says so sooner than a connection that nobody answers.
  window.addEventListener('offline', () => client.terminate());
  window.addEventListener('online', () => retryNow());
  return { client, retryNow: () => retryNow() };
}
