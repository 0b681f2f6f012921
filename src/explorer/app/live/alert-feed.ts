import { print } from 'graphql';
import type { Client } from 'urql';
import {
  FollowAlertsDocument,
  OpenAlertsDocument,
  type FollowAlertsSubscription,
  type OpenAlertsQuery,
} from '../generated/operations.ts';
import { asFound, behind, NOTHING_YET, type LiveAlerts } from './live-alerts.ts';
import { createSocket } from './socket.ts';

/** As many as the API gives at once. */
const FIRST = 1_000;
const AGAIN_MS = 3_000;

export interface FeedState extends LiveAlerts {
  /** `lost`: what is shown may have changed since. `resumed`: it was lost, and nothing was missed. `renewed`: all was asked anew. */
  readonly connection: 'connecting' | 'live' | 'lost' | 'resumed' | 'renewed';
  /** How often it was connected after it had been lost. */
  readonly returns: number;
}

export interface AlertFeed {
  readonly state: () => FeedState;
  readonly listen: (changed: () => void) => () => void;
  /** Connects at once where it waits to. */
  readonly retryNow: () => void;
}

/** How alerts stand, followed for as long as the page is open: asked for once, then each event behind that, past any break. */
export function createAlertFeed(client: Client, url: string): AlertFeed {
  const listeners = new Set<() => void>();
  let state: FeedState = { ...NOTHING_YET, connection: 'connecting', returns: 0 };
  let hasBegun = false;
  const socket = createSocket(url, { opened: connected, lost: () => become({ connection: 'lost' }) });

  function become(changes: Partial<FeedState>): void {
    state = { ...state, ...changes };
    for (const changed of listeners) changed();
  }

  function connected(): void {
    if (state.connection === 'lost') become({ connection: 'resumed', returns: state.returns + 1 });
    if (state.connection === 'connecting') become({ connection: 'live' });
  }

  async function begin(isAnew: boolean): Promise<void> {
    const { data, extensions } = await client
      .query<OpenAlertsQuery>(OpenAlertsDocument, { first: FIRST }, { requestPolicy: 'network-only' })
      .toPromise();
    const position: unknown = extensions?.['position'];
    if (data === undefined || typeof position !== 'string') {
      become({ connection: 'lost' });
      setTimeout(() => void begin(isAnew), AGAIN_MS);
      return;
    }
    become(asFound(state, data.alerts));
    if (isAnew) become({ connection: 'renewed', returns: state.returns + 1 });
    follow(position);
  }

  /** Until the feed has a gap, or refuses to go on: then it begins anew. */
  function follow(position: string): void {
    // The library sends these again whenever it has connected anew, as they are then.
    const variables = { after: position };
    const stop = socket.client.subscribe<FollowAlertsSubscription>(
      { query: print(FollowAlertsDocument), variables },
      {
        next({ data }) {
          const item = data?.alerts;
          if (item === undefined) return;
          if (item.__typename === 'FeedGap') {
            stop();
            void begin(true);
            return;
          }
          variables.after = item.position;
          if (item.__typename === 'AlertEvent') become(behind(state, item));
        },
        error() {
          become({ connection: 'lost' });
          setTimeout(() => void begin(true), AGAIN_MS);
        },
        complete: () => undefined,
      },
    );
  }

  return {
    state: () => state,
    listen(changed) {
      listeners.add(changed);
      if (!hasBegun) {
        hasBegun = true;
        void begin(false);
      }
      return () => listeners.delete(changed);
    },
    retryNow: socket.retryNow,
  };
}
