import type { Provenance, RelationKey } from '../kernel/fact.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Position } from '../kernel/moment.ts';
import type { Micros } from '../kernel/time.ts';
import type { Urn } from '../kernel/urn.ts';

// What is derived from the log and kept, as the ports to a store tell it.

/** An entity as all sources together describe it. */
export interface EntityRecord {
  readonly id: Urn;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Resolved properties by name; what nobody claims is absent. Versions are lists, by validFrom and id. */
  readonly props: JsonObject;
  /** False: a stub, referred to but never described. */
  readonly described: boolean;
  /** The earliest event time at which anything was said of it. */
  readonly createdAt: Micros;
  /** The latest event time at which some source began to say what it says now. */
  readonly updatedAt: Micros;
  /** When the last source that described it said it was gone; null while any still does. */
  readonly retiredAt: Micros | null;
}

/** A relation as all sources together claim it. */
export interface RelationRecord {
  readonly key: RelationKey;
  readonly provenance: Provenance;
  readonly props: JsonObject;
  readonly validFrom: Micros;
  readonly validTo: Micros | null;
  /** Latest event time at which a source showed it. */
  readonly lastSeen: Micros;
  readonly sources: readonly string[];
}

/** A stretch of event time through which a relation held with the same properties. */
export interface Segment {
  readonly validFrom: Micros;
  readonly validTo: Micros | null;
  readonly provenance: Provenance;
  /** Set where some source declares it, though others observed it. */
  readonly isDeclared?: true;
  readonly props: JsonObject;
}

/** A segment with the stretch of the log through which it was believed. */
export interface SegmentRow extends Segment {
  readonly key: RelationKey;
  readonly addedAt: Position;
  readonly removedAt: Position | null;
}

/** One thing that is known of when a job runs, with the stretch of the log through which it was believed. */
export interface ScheduleRow {
  readonly job: Urn;
  readonly says: CountedStart | Sighting | DeclaredInterval;
  readonly addedAt: Position;
  /** Its place among the rows of that position. */
  readonly ordinal: number;
  readonly removedAt: Position | null;
}

/** A run that succeeded and told what it reads or writes began. */
export interface CountedStart {
  readonly kind: 'START';
  /** Who tells of the run. */
  readonly source: string;
  readonly at: Micros;
}

/** The job was seen to read and write these: by an event of a run, or by another claim that does not declare it. */
export interface Sighting {
  readonly kind: 'SIGHTING';
  readonly at: Micros;
  /** The other ends, by type of relationship. */
  readonly shows: Readonly<Record<string, readonly Urn[]>>;
}

/** A source says how often the job is meant to run, or that it does not say so any more. */
export interface DeclaredInterval {
  readonly kind: 'INTERVAL';
  readonly source: string;
  readonly at: Micros;
  readonly seconds: number | null;
}
