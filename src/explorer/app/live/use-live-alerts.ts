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

/** Another number whenever something happened to alerts on an entity, or may have. */
export function useAlertChanges(id: string): number {
  return useSyncExternalStore(alertFeed.listen, () => {
    const { changes, returns } = alertFeed.state();
    return (changes.get(id) ?? 0) + returns;
  });
}
