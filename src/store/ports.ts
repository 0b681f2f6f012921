import type { DecidedChange, DecidedKind, DecidedRecord, StreamState } from '../kernel/decision.ts';
import type { LoggedFact, RelationKey, WritableFact } from '../kernel/fact.ts';
import type { Json } from '../kernel/json.ts';
import type { FeedPosition, Position } from '../kernel/moment.ts';
import type { FactProblem } from '../kernel/parse-fact.ts';
import type { Micros } from '../kernel/time.ts';
import type { Urn } from '../kernel/urn.ts';
import type { Viewer } from '../kernel/viewer.ts';
import type { ConsumerStore, Lease } from './consumers.ts';
import type { EntityRecord, RelationRecord, ScheduleRow, Segment, SegmentRow } from './records.ts';

export type * from './consumers.ts';
export type * from './records.ts';

/**
 * The ports to a store. All reads are batches: `ids[]` in, values in the same order out, null for what is not there.
 * Every read is a pure function of its arguments and `ReadAt`: the same question at the same place gives the same answer.
 * What is hidden from the viewer there is answered as what is not there, in pages and totals too; reads without `ReadAt`
 * are of no viewer, and whoever hands their answers on leaves out what is hidden (`seenChange`).
 */
export interface Store extends AsyncDisposable {
  /** Asks the store itself, once. @throws UNAVAILABLE where it does not answer */
  ping(): Promise<void>;
  readonly graph: GraphStore;
  readonly log: ChangeLog;
  readonly consumers: ConsumerStore;
}

/** Where an answer stands. */
export interface ReadAt {
  /** Entries up to this one count, later ones do not. */
  readonly position: Position;
  /** What was true then, in event time; null: at `now`. */
  readonly asOf: Micros | null;
  /**
   * What time it is to whoever asks, not before the newest event that is known at the position. So an absent `asOf` takes
   * of records the newest, and of relations those whose interval holds now: it may begin or end in the future.
   */
  readonly now: Micros;
  readonly viewer: Viewer;
}

export interface GraphStore {
  /** Applies batches, each whole or not at all; one that fails harms no other. Resolves once all is durable. */
  apply(batches: readonly Batch[]): Promise<readonly BatchOutcome[]>;
  records(ids: readonly Urn[], at: ReadAt): Promise<readonly (EntityRecord | null)[]>;
  /** Whose record is another at `upTo` than at `after`; null where they may be more than so many. */
  recordsChanged(after: Position, upTo: Position, most: number): Promise<readonly Urn[] | null>;
  /** Who describes each id and has not retired it since, by name; none where nobody does. */
  describedBy(ids: readonly Urn[], at: ReadAt): Promise<readonly (readonly string[])[]>;
  /** What is joined to each id by this relationship, ordered by the other end's id and the discriminator. */
  related(ids: readonly Urn[], query: RelatedQuery, at: ReadAt): Promise<readonly RelatedPage[]>;
  /** Relations as they stood, with who claimed them: null for those that did not hold. */
  relations(keys: readonly RelationKey[], at: ReadAt): Promise<readonly (RelationRecord | null)[]>;
  /** A page of one kind; `ReadAt.asOf` must be null: lists tell the newest that is known at their position. */
  find(query: FindQuery, at: ReadAt): Promise<FindPage>;
  /** Observations of a metric on each id, newest first by their first event time. */
  observations(ids: readonly Urn[], query: ObservationQuery, at: ReadAt): Promise<readonly ObservationPage[]>;
  /** Segments that began to be believed, or ceased to, after this position and up to that: all there ever were, from 0. */
  segments(after: Position, upTo: Position): AsyncIterable<readonly SegmentRow[]>;
  /** The same of what tells how often jobs run, and when they were seen to read and write what. */
  schedules(after: Position, upTo: Position): AsyncIterable<readonly ScheduleRow[]>;
  stats(at: ReadAt): Promise<readonly { kind: string; count: number }[]>;
  /** Where streams of decisions stand in the store by now, whatever this instance has read. */
  streams(names: readonly string[]): Promise<readonly StreamState[]>;
  /** What decisions have made, as they left it; `ReadAt.asOf` does not count. */
  decided(ids: readonly Urn[], at: ReadAt): Promise<readonly (DecidedRecord | null)[]>;
  /** A page of one kind for each scope, those that began last first. */
  decidedOn(scopes: readonly DecidedScope[], query: DecidedQuery, at: ReadAt): Promise<readonly DecidedPage[]>;
  /** By which lineage is answered where not all relations are in memory. A store that can not do so leaves it out. */
  readonly lookup?: RelationLookup;
}

/** Relations around a few entities at a time. */
export interface RelationLookup {
  /** The segments at these ends that hold there, in no order; one may come for both its ends. Null: more than `most`. */
  holding(ends: readonly RelationEnd[], at: ReadAt, most: number): Promise<readonly SegmentRow[] | null>;
  /** As `holding`: all that were ever recorded up to this position, what is not believed any more among them. */
  recorded(ends: readonly RelationEnd[], upTo: Position, most: number): Promise<readonly SegmentRow[] | null>;
  /** As `GraphStore.segments`, of these types alone. */
  segments(types: readonly string[], after: Position, upTo: Position): AsyncIterable<readonly SegmentRow[]>;
}

/** All relations of one type that have this entity at this end. */
export interface RelationEnd {
  readonly type: string;
  readonly end: 'from' | 'to';
  readonly of: Urn;
}

export interface ChangeLog {
  /** Entries in order, from the one behind `after`. */
  read(after: Position, limit: number): Promise<readonly LogEntry[]>;
  /** The entries about each subject (`subjectOf`), in order, up to this position. */
  about(subjects: readonly string[], upTo: Position): Promise<readonly (readonly LogEntry[])[]>;
  /** Changes in order, from the item behind `after`, as a feed delivers them. */
  changes(after: FeedPosition, limit: number): Promise<readonly Change[]>;
  /** What happened to each id, the newest record first; without relations to what is hidden. */
  history(ids: readonly Urn[], query: HistoryQuery, at: ReadAt): Promise<readonly HistoryPage[]>;
  head(): Promise<LogHead>;
  /** The last entry recorded at or before this time; 0 where there is none. */
  positionAt(time: Micros): Promise<Position>;
  /** Calls back soon after the log has grown, by whoever wrote; returns how to stop. May call more often than needed. */
  wake(listener: () => void): () => void;
}

// ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What one request wants applied. */
export interface Batch {
  /** Which entry point it came through: keys are apart by it. */
  readonly scope: string;
  /** The same key again, with the same content, changes nothing and gives the first answer's position. */
  readonly key: string;
  /** Hash of the whole request, so that one key with two contents is found out. */
  readonly contentHash: string;
  readonly facts: readonly WritableFact[];
  /** The consumer of the log that writes this, with how far it has come by it. A CONFLICT where its lease is over. */
  readonly consumed?: Lease;
}

export type BatchOutcome = AppliedBatch | RefusedBatch | FailedBatch;

export interface AppliedBatch {
  readonly outcome: 'applied';
  /** Of the last entry of this batch; where it changed nothing, the head it was checked against. */
  readonly position: Position;
  readonly applied: number;
  /** Facts that the log held already. */
  readonly unchanged: number;
}

/** A fault of ours, which nobody but the log is told of. */
export interface FailedBatch {
  readonly outcome: 'failed';
  /** The error as text, with its stack. */
  readonly reason: string;
}

export interface RefusedBatch {
  readonly outcome: 'refused';
  readonly problem: FactProblem;
}

// ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface RelatedQuery {
  readonly type: string;
  /** `out`: from the ids to others; `in`: from others to the ids. */
  readonly direction: 'out' | 'in';
  readonly first: number;
  /** The last other end and discriminator of the page before. */
  readonly after: readonly [other: string, discriminator: string] | null;
  /**
   * Not only what holds then, but all that held since this time, or ever where null, and had begun by then: each stretch of it
   * by itself, the earlier first. No pages.
   */
  readonly since?: Micros | null;
}

export interface RelatedPage {
  readonly items: readonly RelatedItem[];
  readonly hasNext: boolean;
  readonly total: number;
}

export interface RelatedItem {
  readonly record: EntityRecord;
  /** Without `sources` and `lastSeen`, which `relations` tells. */
  readonly relation: Segment & { readonly key: RelationKey };
}

/** Records about any of these, about nothing that is known, or all. */
export type DecidedScope = readonly Urn[] | 'NOTHING' | 'ALL';

export interface DecidedQuery {
  readonly kind: DecidedKind;
  /** Only what asks for something at `ReadAt.asOf`, or does not; null: both. */
  readonly open: boolean | null;
  readonly first: number;
  /** The beginning and the id of the last record of the page before. */
  readonly after: readonly [since: Micros, id: string] | null;
}

export interface DecidedPage {
  readonly items: readonly DecidedRecord[];
  readonly hasNext: boolean;
  readonly total: number;
}

export type FilterOperator = 'eq' | 'in' | 'contains' | 'startsWith' | 'gt' | 'gte' | 'lt' | 'lte' | 'has' | 'present';

/** One demand on one field: an attribute's name, or namespace, name, described, retired, createdAt, updatedAt. */
export interface Condition {
  readonly field: string;
  readonly operator: FilterOperator;
  readonly value: Json;
}

export interface FindQuery {
  readonly kind: string;
  /** All must hold. */
  readonly where: readonly Condition[];
  /** The id comes last of its own accord. */
  readonly order: readonly { readonly field: string; readonly descending: boolean }[];
  readonly first: number;
  /** The sort key of the last record of the page before. */
  readonly after: readonly Json[] | null;
  /** Whether to count all that fit. */
  readonly count: boolean;
}

export interface FindPage {
  readonly records: readonly EntityRecord[];
  /** One sort key per record: the order's fields, then the id. */
  readonly keys: readonly (readonly Json[])[];
  readonly hasNext: boolean;
  readonly total: number | null;
}

export interface ObservationQuery {
  readonly metric: string;
  readonly first: number;
  /** The first event time and key of the last observation of the page before. */
  readonly after: readonly [at: number, key: string] | null;
}

/** All that was said under one key of one metric, oldest first. */
export interface Observation {
  readonly key: string;
  readonly events: readonly { readonly at: Micros; readonly source: string; readonly value: Json }[];
}

export interface ObservationPage {
  readonly items: readonly Observation[];
  readonly hasNext: boolean;
  readonly total: number;
}

// ── The log ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface LogHead {
  readonly position: Position;
  readonly recordedAt: Micros | null;
  /** The newest event time that any entry has; null on an empty log. */
  readonly newestEvent: Micros | null;
  /** When the first entry was recorded. */
  readonly firstRecordedAt: Micros | null;
}

export interface LogEntry {
  readonly position: Position;
  readonly recordedAt: Micros;
  readonly fact: LoggedFact;
}

export type ChangeType =
  | 'DESCRIBED'
  | 'CHANGED'
  | 'RETIRED'
  | 'REVIVED'
  | 'RELATED'
  | 'UNRELATED'
  | 'OBSERVED'
  | 'SCHEMA_CHANGED'
  | 'RELEASED'
  | DecidedChange;

/** What an entry did to what is believed. */
export interface Change {
  readonly position: Position;
  readonly ordinal: number;
  readonly type: ChangeType;
  /** What it happened to; of a relation, its upstream end. */
  readonly entity: Urn;
  readonly relation: RelationKey | null;
  /** What was decided upon, where it is a decision; without an entity it happened to that. */
  readonly record?: Urn;
  readonly at: Micros;
  readonly recordedAt: Micros;
  readonly source: string;
  readonly before: Json;
  readonly after: Json;
}

export interface HistoryQuery {
  readonly first: number;
  readonly before: FeedPosition | null;
  /** Only what happened in this stretch of event time, both ends included; left out: whenever it happened. */
  readonly happened?: { readonly since: Micros; readonly until: Micros };
}

export interface HistoryPage {
  readonly items: readonly Change[];
  readonly hasNext: boolean;
  readonly total: number;
}
