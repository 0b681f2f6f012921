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
  /** What is told once the feed goes on: whether it went on from where it was, or all had to be asked anew. */
  let next: 'resumed' | 'renewed' = 'resumed';
  const socket = createSocket(url, () => become({ connection: 'lost' }));

  function become(changes: Partial<FeedState>): void {
    state = { ...state, ...changes };
    for (const changed of listeners) changed();
  }

  /** The feed itself says that it goes on: a connection alone does not tell whether something was missed. */
  function goesOn(): void {
    const isBack = state.connection === 'lost' || next === 'renewed';
    if (isBack) become({ connection: next, returns: state.returns + 1 });
    else if (state.connection === 'connecting') become({ connection: 'live' });
    next = 'resumed';
  }

  async function begin(): Promise<void> {
    const { data, extensions } = await client
      .query<OpenAlertsQuery>(OpenAlertsDocument, { first: FIRST }, { requestPolicy: 'network-only' })
      .toPromise();
    const position: unknown = extensions?.['position'];
    if (data === undefined || typeof position !== 'string') {
      lost();
      return;
    }
    become(asFound(state, data.alerts));
    follow(position);
  }

  function lost(): void {
    become({ connection: 'lost' });
    setTimeout(beginAnew, AGAIN_MS);
  }

  function beginAnew(): void {
    next = 'renewed';
    void begin();
  }

  /** Until the feed has a gap, or refuses to go on: then it begins anew. */
  function follow(position: string): void {
    // The library sends these again whenever it has connected anew, as they are then.
    const variables = { after: position };
    let hasGap = false;
    const stop = socket.client.subscribe<FollowAlertsSubscription>(
      { query: print(FollowAlertsDocument), variables },
      {
        next({ data }) {
          const item = data?.alerts;
          if (item === undefined) return;
          if (item.__typename === 'FeedGap') {
            hasGap = true;
            stop();
            beginAnew();
            return;
          }
          // Where it begins elsewhere than it was asked to, a gap follows.
          if (item.__typename === 'AlertEvent') become(behind(state, item));
          else if (item.position !== variables.after) return;
          else goesOn();
          variables.after = item.position;
        },
        error: lost,
        complete() {
          if (!hasGap) lost();
        },
      },
    );
  }

  return {
    state: () => state,
    listen(changed) {
      listeners.add(changed);
      if (!hasBegun) {
        hasBegun = true;
        void begin();
      }
      return () => listeners.delete(changed);
    },
    retryNow: socket.retryNow,
  };
}
