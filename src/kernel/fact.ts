import type { Decision } from './decision.ts';
import type { JsonObject, Json } from './json.ts';
import type { Position } from './moment.ts';
import type { Micros } from './time.ts';
import type { Urn } from './urn.ts';

/**
 * A fact is a claim by a source about the graph at a point in event time: the only thing that changes the graph.
 * Connectors, mutations and the seed all make facts. These are trusted: `parseFact` made them from outside input.
 */
export type Fact = EntityFact | RelationFact | RetireFact | SetFact | ObserveFact | AuthorityFact;

export const PROVENANCES = ['OBSERVED', 'DECLARED', 'INFERRED'] as const;
/** How the source knows: saw it happen, was told, or concluded it. */
export type Provenance = (typeof PROVENANCES)[number];

interface Claim {
  /** Event time: when it was so, by the source's clock. */
  readonly at: Micros;
  /** Who claims it: `dbt`, `openlineage`, `api`. */
  readonly source: string;
}

/** Describes an entity. A property left out says nothing of it; null withdraws this source's own claim. */
export interface EntityFact extends Claim {
  readonly fact: 'entity';
  readonly id: Urn;
  readonly props: JsonObject;
}

export interface RelationKey {
  readonly type: string;
  readonly from: Urn;
  readonly to: Urn;
  /** Tells relations of one type between the same ends apart; empty where there is only one. */
  readonly discriminator: string;
}

/** Joins two entities, in the direction in which data flows. */
export interface RelationFact extends Claim {
  readonly fact: 'relation';
  readonly key: RelationKey;
  readonly provenance: Provenance;
  /** The relation's own interval, where the source states it apart from `at`. */
  readonly validFrom: Micros | null;
  readonly validTo: Micros | null;
  /** The other properties, without `id`, `validFrom` and `validTo`. */
  readonly props: JsonObject;
}

/** Ends this source's own claim, and no other's. */
export interface RetireFact extends Claim {
  readonly fact: 'retire';
  readonly of: { readonly id: Urn } | { readonly key: RelationKey };
}

/** "This is all of it": members join `of`; what this source claimed earlier and does not name here ends. */
export interface SetFact extends Claim {
  readonly fact: 'set';
  readonly of: Urn;
  readonly type: string;
  /** Which end of the relationship `of` is. */
  readonly end: 'from' | 'to';
  readonly members: readonly Urn[];
  /** Properties of the relations to some of the members, by member: as a relation fact would say them. */
  readonly props?: Readonly<Record<string, JsonObject>>;
  readonly provenance: Provenance;
}

/** Appends a measurement. The key tells observations of one metric apart; the same key again adds to the same one. */
export interface ObserveFact extends Claim {
  readonly fact: 'observe';
  readonly of: Urn;
  readonly metric: string;
  readonly key: string;
  readonly value: Json;
}

/** Says how much the word of a source counts from `at` on, where another speaks of the same thing at the same time. */
export interface AuthorityFact extends Claim {
  readonly fact: 'authority';
  /** The source whose word it is about. */
  readonly of: string;
  /** Higher counts more; 0 is where nobody said. */
  readonly rank: number;
}

/** Something that was done here, at the time when it was done; stated by our own commands alone. */
export interface DecisionFact extends Claim, Decision {
  readonly fact: 'decision';
}

/** What can be asked to be written. */
export type WritableFact = Fact | DecisionFact;

/** What an entry of the log says: a fact that somebody stated, or one that follows from those. */
export type LoggedFact = WritableFact | SupersedeFact;

/**
 * Ends a source's claim at `at`, because runs enough in a row did not show the relation from then on. It follows from
 * facts, stands behind the one that led to it, and nobody can state it.
 */
export interface SupersedeFact extends Claim {
  readonly fact: 'supersede';
  readonly key: RelationKey;
  /** False takes the ending back: what came late shows that it was none. */
  readonly ended: boolean;
  /** The entry that it follows from; of several about one ending the last counts. */
  readonly because: Position;
}

/** The relation's identity in one text, for maps and keys at rest. URNs hold no space. */
export function relationId(key: RelationKey): string {
  return `${key.type} ${key.from} ${key.to} ${key.discriminator}`;
}

export function relationKeyOf(id: string): RelationKey {
  const [type = '', from = '', to = '', ...rest] = id.split(' ');
  return { type, from: from as Urn, to: to as Urn, discriminator: rest.join(' ') };
}
