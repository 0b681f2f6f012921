import { useSyncExternalStore } from 'react';
import { client } from '../client.ts';
import { createAlertFeed, type FeedState } from './alert-feed.ts';

const url = new URL('/graphql', location.href);
url.protocol = url.protocol.replace('http', 'ws');

/** One for all that show alerts. */
export const alertFeed = createAlertFeed(client, url.href);

export function useLiveAlerts(): FeedState {
  return useSyncExternalStore(alertFeed.listen, alertFeed.state);
}

/** Another number whenever something happened to alerts on an entity. */
export function useAlertChanges(id: string): number {
  return useSyncExternalStore(alertFeed.listen, () => alertFeed.state().changes.get(id) ?? 0);
}

/** Another number whenever the connection is back, and what was asked before may be out of date. */
export function useReturns(): number {
  return useSyncExternalStore(alertFeed.listen, () => alertFeed.state().returns);
}
