import type { Clock } from '../kernel/clock.ts';
import type { Fact } from '../kernel/fact.ts';
import type { Json } from '../kernel/json.ts';
import type { FeedPosition, Moment, Position } from '../kernel/moment.ts';
import type { Ontology } from '../kernel/ontology.ts';
import type { FactProblem } from '../kernel/parse-fact.ts';
import type { Viewer } from '../kernel/viewer.ts';
import type { Traversal } from '../lineage/traversal.ts';
import type { SearchIndex } from '../projections/search/search-index.ts';
import type { Change, LogHead, ReadAt, Store } from '../store/ports.ts';

/** What the API is made over. The composition root fills it; nothing here knows of GraphQL or of HTTP. */
export interface Services {
  readonly ontology: Ontology;
  readonly store: Store;
  readonly writer: Writer;
  readonly reader: Reader;
  readonly traversal: Traversal;
  readonly search: SearchIndex;
  readonly feed: ChangeFeed;
  readonly clock: Clock;
}

/** Writes through group commit. What it acknowledges is durable, and visible to reads of this instance. */
export interface Writer {
  submit(request: WriteRequest): Promise<WriteResult>;
}

export interface WriteRequest {
  /** The entry point: `openlineage`, `graphql.applyFacts`. */
  readonly scope: string;
  /** Null: the hash of the content. */
  readonly key: string | null;
  /** What the content hash is taken of: the request as it came. */
  readonly content: Json;
  readonly facts: readonly Fact[];
}

export interface WriteResult {
  readonly position: Position;
  readonly applied: number;
  readonly unchanged: number;
  /** Why the request as a whole was refused; nothing of it was applied then. */
  readonly refused: FactProblem | null;
}

/** Which position a request reads at. */
export interface Reader {
  /** The newest position that all projections of this instance have reached. Synchronous: it is in memory. */
  head(): LogHead;
  /** Waits until `head` is at least there. @throws POSITION_TIMEOUT */
  reached(position: Position, timeoutMs: number): Promise<void>;
  /**
   * Where to read for this moment: `knownAt` becomes a position, absent `asOf` stays null (the newest known).
   * @throws BEFORE_HISTORY
   */
  at(moment: Moment, viewer: Viewer): Promise<ReadAt> | ReadAt;
}

/** Changes as they are recorded: replay from a position, then live, with neither gap nor duplicate. */
export interface ChangeFeed {
  /** Null: from the head on. The iterator's `return()` wakes a pending `next()` and frees everything. */
  subscribe(after: FeedPosition | null): AsyncIterableIterator<readonly Change[]>;
}
