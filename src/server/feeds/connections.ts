import type { Config } from '../../config.ts';

export type FeedLimits = Pick<Config, 'connectionLimit' | 'subscriptionLimit' | 'queueLimit'>;

/** The connections on which subscriptions go, whatever the transport. */
export class Connections {
  #open = 0;

  constructor(readonly limits: FeedLimits) {}

  get isFull(): boolean {
    return this.#open >= this.limits.connectionLimit;
  }

  /** Counts one more, unless there are too many. */
  open(): boolean {
    if (this.isFull) return false;
    this.#open += 1;
    return true;
  }

  closed(): void {
    this.#open -= 1;
  }
}
