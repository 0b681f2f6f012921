import type { JsonObject } from '../kernel/json.ts';
import type { FeedPosition } from '../kernel/moment.ts';

/**
 * Consumers of the log: each works through it behind its own place, on one instance at a time. What it writes and how far
 * it has come are one transaction (`Batch.consumed`), so that whoever takes over begins exactly behind what was done.
 */
export interface ConsumerStore {
  /**
   * Takes leases, or extends those that the holder has. Null: another has it still. Time is the store's, whatever the
   * clocks of the instances say.
   */
  lease(wanted: readonly WantedLease[], holder: string, forMs: number): Promise<readonly (Lease | null)[]>;
  /** Writes down how far consumers have come. False for a lease that is somebody else's by now: nothing was written. */
  move(steps: readonly Lease[]): Promise<readonly boolean[]>;
  /** Gives leases back, so that others need not wait for their end. What is not held any more is left alone. */
  release(leases: readonly Pick<Lease, 'name' | 'token'>[]): Promise<void>;
  /** How far they have come; null for one that nobody ever had a lease of. */
  consumers(names: readonly string[]): Promise<readonly (ConsumerState | null)[]>;
}

export interface WantedLease {
  readonly name: string;
  /** Behind which it begins if nobody ever had a lease of it. */
  readonly begin: FeedPosition;
}

export interface ConsumerState {
  /** The last item that it is done with. */
  readonly place: FeedPosition;
  /** What else it keeps from one item to the next; empty at first. */
  readonly state: JsonObject;
}

/** The right to work for a consumer, and how far it has come. */
export interface Lease extends ConsumerState {
  readonly name: string;
  /** Another with each holder, and larger: what comes with an older one is refused. */
  readonly token: number;
}

/** What is wrong with a batch where the lease of its consumer is somebody else's by now. */
export const LEASE_PATH = 'consumed';

/** A consumer as both stores keep it. */
export interface ConsumerRow {
  readonly name: string;
  readonly token: number;
  readonly position: number;
  readonly ordinal: number;
  readonly state: string;
}

export function leaseOf(row: ConsumerRow): Lease {
  return { name: row.name, token: row.token, ...stateOf(row) };
}

/** In the order of the names; null for one that there is no row of. */
export function statesOf(rows: readonly ConsumerRow[], names: readonly string[]): (ConsumerState | null)[] {
  const states = new Map(rows.map((row) => [row.name, stateOf(row)]));
  return names.map((name) => states.get(name) ?? null);
}

function stateOf({ position, ordinal, state }: ConsumerRow): ConsumerState {
  return { place: { position, ordinal }, state: JSON.parse(state) as JsonObject };
}
