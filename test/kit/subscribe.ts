import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { TestServer } from './server.ts';

export interface Feed extends AsyncDisposable {
  /** The data of the next item. @throws Error where the feed has ended, or the item has errors */
  next(): Promise<Record<string, unknown>>;
}

/** A subscription over a WebSocket, as a browser has it. */
export function subscribe(server: TestServer, query: string, variables: Record<string, unknown>): Feed {
  const client = createClient({ url: `${server.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
  const items = client.iterate<Record<string, unknown>>({ query, variables });
  return {
    async next() {
      const { value, done } = await items.next();
      if (done || !value.data || value.errors) throw new Error(`${query}\n${JSON.stringify(value)}`);
      return value.data;
    },
    async [Symbol.asyncDispose]() {
      await items.return?.(undefined);
      await client.dispose();
    },
  };
}
