import type { DecidedRecord, StreamState } from '../../kernel/decision.ts';
import type { AuthorityFact, LoggedFact, SetFact } from '../../kernel/fact.ts';
import type { Position } from '../../kernel/moment.ts';
import type { Run } from '../../kernel/run.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Change, EntityRecord, Lease, LogHead, ScheduleRow, Segment, SegmentRow } from '../ports.ts';
import type { EntityClaim, EntityState } from './entity-state.ts';
import type { RelationClaim, RelationState } from './relation-state.ts';

/** What planning needs to know of the store before anything else. */
export interface Wanted {
  readonly keys: readonly BatchKey[];
  readonly hashes: readonly string[];
  readonly entities: readonly Urn[];
  /** Relation ids. */
  readonly relations: readonly string[];
  /** Set subjects of which the newest set of each source is needed. */
  readonly newestSets: readonly string[];
  /** Sets that are being stated: all relations at that end are needed, whoever claims them. */
  readonly sets: readonly Pick<SetFact, 'of' | 'type' | 'end'>[];
  /** Runs that are told of, whoever tells. */
  readonly runs: readonly RunKey[];
  /** Streams that are decided on. */
  readonly streams: readonly string[];
  /** Whether what authority decides is needed: all that several sources speak of at one time. */
  readonly contested: boolean;
  /** Consumers that write something. */
  readonly consumers: readonly string[];
}

export interface BatchKey {
  readonly scope: string;
  readonly key: string;
}

export interface RunKey {
  readonly of: Urn;
  readonly key: string;
}

/** A run of a job, as one source tells of it. */
export interface RunRow extends RunKey {
  readonly source: string;
  readonly run: Run;
  /** Where the row stands that believes its start, at ordinal 0; null where it does not count. */
  readonly countedAt: Position | null;
}

export interface KeyRow extends BatchKey {
  readonly contentHash: string;
  readonly position: Position;
}

export interface Loaded {
  readonly head: LogHead;
  readonly keys: readonly KeyRow[];
  /** Those of the wanted hashes that the log has. */
  readonly hashes: ReadonlySet<string>;
  readonly entities: ReadonlyMap<Urn, EntityState>;
  readonly relations: ReadonlyMap<string, RelationState>;
  /** By set subject and source: event time of the newest set. */
  readonly newestSets: ReadonlyMap<string, ReadonlyMap<string, Micros>>;
  /** Those of the wanted runs that were told of before. */
  readonly runs: readonly RunRow[];
  /** Where the wanted streams stand, those that there are. */
  readonly streams: ReadonlyMap<string, StreamState>;
  /** By consumer: the token of its newest lease. */
  readonly tokens: ReadonlyMap<string, number>;
  /** All that the log has. */
  readonly authorities: readonly AuthorityFact[];
  /** Empty unless they were wanted; the entities' states stand among `entities`. */
  readonly contested: { readonly entities: readonly Urn[]; readonly relations: readonly string[] };
}

/** Subjects that facts come late for: their whole story is needed. */
export interface Late {
  readonly entities: readonly Urn[];
  readonly relations: readonly string[];
  /** Jobs for which the newest runs do not tell enough. */
  readonly jobs: readonly Urn[];
}

export interface LateClaims {
  readonly entities: ReadonlyMap<Urn, readonly EntityClaim[]>;
  /** With the claims of sets at either end. */
  readonly relations: ReadonlyMap<string, readonly RelationClaim[]>;
  /** All runs of each job. */
  readonly runs: ReadonlyMap<Urn, readonly RunRow[]>;
  /** What is believed of those relations now. */
  readonly segments: ReadonlyMap<string, readonly BelievedSegment[]>;
}

export interface BelievedSegment extends Segment {
  readonly addedAt: Position;
}

/** Everything that one transaction writes. */
export interface WriteSet {
  readonly head: LogHead;
  readonly keys: readonly KeyRow[];
  readonly entries: readonly NewEntry[];
  readonly changes: readonly Change[];
  readonly entities: ReadonlyMap<Urn, EntityState>;
  /** In order of position for each id. The first version of an id closes the one that stood before. */
  readonly versions: readonly RecordVersion[];
  readonly relations: ReadonlyMap<string, RelationState>;
  readonly runs: readonly RunRow[];
  /** Rows that stood before and are believed no longer. */
  readonly removed: readonly { readonly relation: string; readonly validFrom: Micros; readonly removedAt: Position }[];
  readonly added: readonly SegmentRow[];
  /** In order of position. The first version of an id closes the one that stood before. */
  readonly decided: readonly DecidedVersion[];
  /** How far consumers have come, in order. */
  readonly consumed: readonly Lease[];
  readonly schedule: {
    readonly added: readonly ScheduleRow[];
    /** Of rows that stood before, at ordinal 0. */
    readonly removed: readonly Pick<ScheduleRow, 'addedAt' | 'removedAt'>[];
  };
}

export interface NewEntry {
  readonly position: Position;
  readonly recordedAt: Micros;
  readonly subject: string;
  readonly hash: string;
  readonly fact: LoggedFact;
}

/** What a decision left. */
export interface DecidedVersion {
  readonly from: Position;
  readonly to: Position | null;
  readonly stream: string;
  /** How many decisions the stream has with it. */
  readonly decisions: number;
  readonly record: DecidedRecord;
}

export interface RecordVersion {
  readonly from: Position;
  readonly to: Position | null;
  readonly record: EntityRecord;
}
