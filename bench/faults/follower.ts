import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { createResumingClient } from '../../test/clients/resuming-client.ts';

const QUERY = `subscription ($scopes: [ID!], $filter: AlertFilter, $after: LogPosition) {
  alerts(scopes: $scopes, filter: $filter, after: $after) {
    __typename
    ... on FeedStart { position }
    ... on FeedGap { position: resumesAt reason }
    ... on AlertEvent { position type at alert { key state raised } via { length } }
  }
}`;

export interface Item {
  readonly __typename?: string;
  readonly position?: string;
  readonly type?: string;
  readonly alert?: { readonly key: string };
}

/** One client of one feed, which goes on behind its last item however it is cut off. */
export interface Follower extends AsyncDisposable {
  /** All items that it was told but FeedStart, as JSON, and what it was refused. */
  readonly told: readonly string[];
  /** How often it was told FeedStart: at first, and whenever it went on. */
  begun(): number;
  /** Destroys its connection, whatever is under way on it. @returns false where none is open */
  cut(): boolean;
}

/**
 * @param url where to connect, asked each time
 * @param kept texts that others have been told, too
 */
export function follow(
  url: () => string,
  variables: Readonly<Record<string, unknown>>,
  kept = new Map<string, string>(),
): Follower {
  let socket = null as WebSocket | null;
  let begun = 0;
  const told: string[] = [];
  const client = createResumingClient({
    url: () => `${url().replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    on: { opened: (opened) => (socket = opened as WebSocket) },
    retryWait: () => pause(20 + Math.random() * 200),
  });
  const tell = (text: string): void => {
    if (!kept.has(text)) kept.set(text, text);
    told.push(kept.get(text) as string);
  };
  client.subscribe<{ alerts: Item }>(
    { query: QUERY, variables },
    {
      next({ data, errors }) {
        if (data?.alerts.__typename === 'FeedStart') begun += 1;
        else tell(JSON.stringify(data?.alerts ?? { errors }));
      },
      error: (error) => tell(JSON.stringify({ error })),
      complete: () => tell(JSON.stringify({ completed: true })),
    },
  );
  return {
    told,
    begun: () => begun,
    cut() {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.terminate();
      return true;
    },
    [Symbol.asyncDispose]: async () => client.dispose(),
  };
}

export function keyOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as Item).alert?.key;
}
