import type { Clock } from '../kernel/clock.ts';
import type { FeedPosition } from '../kernel/moment.ts';
import type { Ontology } from '../kernel/ontology.ts';
import type { Urn } from '../kernel/urn.ts';
import type { Aliases } from '../lineage/aliases.ts';
import type { Schedules } from '../lineage/schedules.ts';
import type { Traversal } from '../lineage/traversal.ts';
import type { SearchIndex } from '../projections/search/search-index.ts';
import type { Reader } from '../projections/reader.ts';
import type { Writer } from '../store/group-commit.ts';
import type { Change, Store } from '../store/ports.ts';

/** What the API is made over. The composition root fills it; nothing here knows of GraphQL or of HTTP. */
export interface Services {
  readonly ontology: Ontology;
  readonly store: Store;
  readonly writer: Writer;
  readonly reader: Reader;
  readonly traversal: Traversal;
  readonly aliases: Aliases;
  readonly schedules: Schedules;
  readonly search: SearchIndex;
  readonly feed: ChangeFeed;
  readonly clock: Clock;
  /** How far back a feed can begin, in microseconds. What is believed is kept for good. */
  readonly feedRetention: number;
  readonly webhooks: WebhookPolicy;
}

/** What deliveries of webhooks are held to. */
export interface WebhookPolicy {
  /** With which what a webhook delivers is signed, in the form of Standard Webhooks: `whsec_…`. */
  secretOf(webhook: Urn, generation: number): string;
  /** Why nothing is delivered to this URL; null where it may be. */
  targetProblem(url: string): string | null;
}

/** Changes as they are recorded: replay from a position, then live, with neither gap nor duplicate. */
export interface ChangeFeed {
  /** Null: from the head on. */
  subscribe(after: FeedPosition | null): Changes;
}

/** The changes of one stretch of the log after the other. `return()` wakes what is pending and frees everything. */
export interface Changes extends AsyncIterableIterator<readonly Change[]> {
  /** Behind the last stretch. */
  readonly place: FeedPosition;
  /** Whether that is all that reads of this instance see by now, or saw when it was read. */
  isAtHead(): boolean;
  /** As `next()`, but it also tells, once, that there are none for now; null at the end. */
  stretch(): Promise<readonly Change[] | null>;
}
