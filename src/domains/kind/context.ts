import type { DecidedRecord } from '../../kernel/decision.ts';
import type { RelationKey } from '../../kernel/fact.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import type {
  DecidedPage,
  DecidedQuery,
  DecidedScope,
  HistoryPage,
  HistoryQuery,
  ObservationPage,
  ObservationQuery,
  ReadAt,
  RelatedItem,
  RelatedPage,
  RelatedQuery,
  RelationRecord,
} from '../../store/ports.ts';
import type { Services } from '../services.ts';
import type { EntityObject } from './entity.ts';

/** What resolvers have for one request. */
export interface RequestContext {
  readonly services: Services;
  readonly viewer: Viewer;
  /** Pinned when the request began: everything that names no other moment is read here. */
  readonly at: ReadAt;
  readonly read: Loaders;
  /** The position that the answer reports; a mutation moves it on, and with it the time that is now. */
  position: number;
  now: Micros;
}

/** As `RelatedPage`, each item with its place in the order: hand the last one in for what comes behind it. */
export interface JoinedPage extends RelatedPage {
  readonly items: readonly (RelatedItem & { readonly place: readonly [other: string, discriminator: string] })[];
}

/** As `HistoryPage`, of a thing under all its names. */
export interface JoinedHistory extends HistoryPage {
  /** False: there are at least `total`. */
  readonly exact: boolean;
}

/** Batched reads that live for one request. Each takes where to read: a moment's entities never mix with another's. */
export interface Loaders {
  entity(id: Urn, at: ReadAt): Promise<EntityObject | null>;
  /** A whole page at once, each as `entity` has it; undefined for what has several names: ask for that by itself. */
  entities(ids: readonly Urn[], at: ReadAt): Promise<readonly (EntityObject | null | undefined)[]>;
  /** Who still describes it, under any of its names; by name. */
  describedBy(id: Urn, at: ReadAt): Promise<readonly string[]>;
  /** What is joined to the thing under any of its names. */
  related(id: Urn, query: RelatedQuery, at: ReadAt): Promise<JoinedPage>;
  relation(key: RelationKey, at: ReadAt): Promise<RelationRecord | null>;
  observations(id: Urn, query: ObservationQuery, at: ReadAt): Promise<ObservationPage>;
  history(id: Urn, query: HistoryQuery, at: ReadAt): Promise<JoinedHistory>;
  /** What decisions made, as it stood there. */
  decided(id: Urn, at: ReadAt): Promise<DecidedRecord | null>;
  /** Records that were decided about the thing under any of its names. */
  decidedOn(id: Urn, query: DecidedQuery, at: ReadAt): Promise<DecidedPage>;
  /** Records that were decided about any of these names, about nothing, or at all. */
  decidedIn(scope: DecidedScope, query: DecidedQuery, at: ReadAt): Promise<DecidedPage>;
  /** Remembers what another read has brought along. */
  prime(entity: EntityObject): void;
  /** Forgets everything: after a write, and behind a part of a long answer. */
  clear(): void;
}
