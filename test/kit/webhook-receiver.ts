import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface WebhookReceiver extends AsyncDisposable {
  readonly url: string;
  /** All that came, whatever it was answered. */
  readonly received: Received[];
  /** What is answered from now on; 200 at first. */
  answer(status: number, headers?: Record<string, string>): void;
  /** Waits until so many have come. */
  until(count: number): Promise<readonly Received[]>;
}

/** Somebody on loopback to whom webhooks post. */
export async function receiveWebhooks(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  let [status, more]: [number, Record<string, string>] = [200, {}];
  let wake = () => {};
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(status, more).end();
      wake();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answer(next, headers = {}) {
      [status, more] = [next, headers];
    },
    async until(count) {
      while (received.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return received.slice(0, count);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
