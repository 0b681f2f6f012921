import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { startThroughline } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Services } from '../../src/domains/services.ts';
import { buildGraph, createContext } from '../../src/graphql/index.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { startBare } from './bare.ts';

/** What a server has used by now; `memory` in bytes after a collection, of objects and of the whole process. */
export interface Used {
  readonly cpuMs: number;
  readonly heap: number;
  readonly resident: number;
}

/** Where it answers over HTTP, and where subscriptions go. */
export interface Ready {
  readonly http: string;
  readonly webSocket: string;
}

/**
 * The real server; `naive` puts graphql-ws over the same services and schema, as it comes, on a port of its own; `bare`
 * only writes.
 */
const [kind] = process.argv.slice(2);

async function start(): Promise<Ready> {
  if (kind === 'bare') {
    const http = await startBare();
    return { http, webSocket: webSocketOf(http) };
  }
  const { url, services } = await startThroughline(readConfig());
  return { http: url, webSocket: kind === 'naive' ? await naive(services) : webSocketOf(url) };
}

function webSocketOf(url: string): string {
  return `${url.replace('http', 'ws')}/graphql`;
}

async function naive(services: Services): Promise<string> {
  const server = createServer();
  useServer(
    { schema: buildGraph(), context: () => createContext(services, EVERYBODY) },
    new WebSocketServer({ server, path: '/graphql' }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

process.on('message', () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ cpuMs: (user + system) / 1000, heap: heapUsed + external, resident: rss } satisfies Used);
});
process.send?.(await start());
