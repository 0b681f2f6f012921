import { createClient } from '@redis/client';
import type { Position } from '../../kernel/moment.ts';

const CHANNEL = 'throughline:position';

/** Tells instances on one database at once what one of them wrote. What is lost on the way, each finds when it looks. */
export interface Nudges extends AsyncDisposable {
  /** Says that the log reaches this position now. */
  send(position: Position): void;
  /** @param listener is told what is said, by this instance too */
  heard(listener: (position: Position) => void): void;
}

export interface NudgesOptions {
  /** `redis://host:port`, or `rediss://` where it is encrypted. */
  readonly url: string;
  /** Is told once whenever it goes away, and why. It is tried again until it is there. */
  readonly onAway: (reason: string) => void;
}

/** By a Redis, which need not be there. */
export function openNudges({ url, onAway }: NudgesOptions): Nudges {
  // What can not be said now is of no use later.
  const speaker = createClient({ url, disableOfflineQueue: true });
  const hearer = createClient({ url });
  let isAway = false;
  hearer.on('error', (error: Error & { code?: string }) => {
    if (!isAway) onAway(error.message || String(error.code));
    isAway = true;
  });
  hearer.on('ready', () => (isAway = false));
  // It has the same to say as the other.
  speaker.on('error', () => {});
  const clients = [speaker, hearer];
  for (const client of clients) client.connect().catch(() => {});
  return {
    send(position) {
      speaker.publish(CHANNEL, String(position)).catch(() => {});
    },
    heard(listener) {
      // Kept through all that breaks; refused only where the client is closed.
      hearer.subscribe(CHANNEL, (text) => listener(Number(text))).catch(() => {});
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
    },
  };
}
