import type { Provenance, RelationKey } from '../kernel/fact.ts';
import type { Urn } from '../kernel/urn.ts';
import type { Release } from '../projections/topology/release-table.ts';
import type { ReadAt } from '../store/ports.ts';

export type Direction = 'UPSTREAM' | 'DOWNSTREAM' | 'BOTH';
export type Grain = 'FIELD' | 'TABLE' | 'TABLE_FALLBACK';
export type LimitHit = 'NODES' | 'DEPTH' | 'TIME';

/**
 * How a walk is answered: from memory, or by the store itself.
 *
 * Starts and ends are none that are hidden from the viewer: whoever asks has refused those as not there. Of what lies
 * between, what policy passes is gone through and links are contracted over it, as over kinds that are left out; and what
 * policy stops is as if it were not there.
 */
export interface Traversal {
  /** All that the starts reach. The skeleton only: ids, depths, which relations; whoever asks hydrates its page. */
  reach(query: ReachQuery, at: ReadAt): Promise<Reach> | Reach;
  /** What the starts put at risk, each with the surest way to it. */
  impact(query: ImpactQuery, at: ReadAt): Promise<Impact> | Impact;
  /** The first paths from one to another. */
  paths(query: PathsQuery, at: ReadAt): Promise<FoundPaths> | FoundPaths;
  /** What one entity comes from, each with the surest way from it. */
  origins(query: OriginsQuery, at: ReadAt): Promise<Origins> | Origins;
}

export interface ReachQuery {
  readonly of: readonly Urn[];
  readonly direction: Direction;
  /** Levels of links to follow; null: only limits bound it. */
  readonly depth: number | null;
  /** Which kinds appear; links are contracted over the others. Null: all. The starts always appear. */
  readonly kinds: ReadonlySet<string> | null;
  /** Which relationship types to follow; null: all that carry lineage. */
  readonly through: ReadonlySet<string> | null;
  readonly provenance: ReadonlySet<Provenance> | null;
  /** False: what was not confirmed within its expected interval is not followed. */
  readonly includeStale: boolean;
  /** What of the answer is wanted; absent: all. The rest is found and counted, but not put in order and not told. */
  readonly page?: ReachPage;
  /** Where wanted, the walk narrows it to the times at which it would reach the same, at this position. */
  readonly steady?: Steady;
}

/** Event times, from one on until before another. */
export interface Steady {
  since: number;
  until: number;
}

export interface ReachPage {
  /** How many nodes come before. */
  readonly skip: number;
  readonly first: number;
  /**
   * What of the links: those whose later-ranked end is on the page and how many are stale; or only that number; or neither,
   * which spares the walk to look at each relation twice, and `staleLinks` is 0.
   */
  readonly links: 'TOLD' | 'COUNTED' | 'LEFT';
}

export interface Reach {
  /** Breadth first: by depth, then id. */
  readonly nodes: readonly { readonly id: Urn; readonly depth: number }[];
  /** How many nodes there are, on all pages. */
  readonly total: number;
  /** By the rank of the later-ranked end, then the other end, then type: so a page of nodes has a slice of links. */
  readonly links: readonly ReachedLink[];
  readonly limitHit: LimitHit | null;
  /** How many of the links are stale, on all pages; 0 where the page leaves links. */
  readonly staleLinks: number;
  /** How many entities that are hidden from the viewer the walk went through or stopped at. So of each answer here. */
  readonly hidden: number;
}

export interface ReachedLink {
  readonly from: Urn;
  readonly to: Urn;
  readonly hops: number;
  readonly grain: Grain;
  /** Of one hop: the relation. Contracted links: null. */
  readonly relation: RelationKey | null;
  /** Product of the confidences along it; of several contracted ways of equally few hops, the best. */
  readonly confidence: number;
  /** Of contracted links: the weakest provenance along that way. */
  readonly provenance: Provenance;
  /** Whether it was not confirmed within its expected interval; of contracted links, any along that way. */
  readonly isStale: boolean;
}

/** What one walk takes to be otherwise than it is. Nothing is written, and no other walk sees it. */
export interface Fork {
  /** By deployment: what all its releases in force would say of themselves; null leaves that as it is. */
  readonly moved: ReadonlyMap<Urn, Release>;
}

export interface ImpactQuery {
  readonly of: readonly Urn[];
  /** The kinds of which each entity is told with the way to it. */
  readonly targets: ReadonlySet<string>;
  readonly fork?: Fork;
}

/**
 * What is affected: all that a way of at least one link leads to from a start. A start is, where one comes back to it or
 * comes from another start.
 */
export interface Impact {
  /** How many are affected, by kind. */
  readonly counts: ReadonlyMap<string, number>;
  /** In no order. */
  readonly targets: readonly AffectedTarget[];
  /**
   * Who answers for what is affected, whose things are hit the surest first, then by id. Who owns a dataset or a feature
   * view answers for its fields and features.
   */
  owners(): Promise<readonly OwnerOfAffected[]> | readonly OwnerOfAffected[];
  readonly limitHit: 'NODES' | 'TIME' | null;
  /** How many of the relations among all that is affected are stale. */
  readonly staleLinks: number;
  readonly hidden: number;
}

export interface OwnerOfAffected {
  readonly id: Urn;
  /** All of it that is affected: what is hit the surest first, then by id. */
  readonly owns: readonly Urn[];
}

export interface AffectedTarget {
  readonly id: Urn;
  readonly kind: string;
  /** Product of the confidences along the surest way. */
  readonly confidence: number;
  /** Product of what the deployments on it serve, by stage and share of the traffic; 1 where there is none. */
  readonly stageShare: number;
  /** How many ways have the fewest links that any has; no more than 2^31. Where time was up: at least so many. */
  readonly shortestPaths: number;
  path(): FoundPath;
}

/** A way along links, from its first node to its last. */
export interface FoundPath {
  readonly nodes: readonly Urn[];
  readonly links: readonly ReachedLink[];
}

export interface PathsQuery {
  readonly from: Urn;
  readonly to: Urn;
  readonly first: number;
}

export interface FoundPaths {
  /**
   * Those that come to no node twice: by how many links they have, then the surer, then by ids. Two are different where
   * their nodes are. From an entity to itself there is the one without links.
   */
  readonly paths: readonly FoundPath[];
  /** `PATHS`: there are more than were asked for. Null: these are all there are. */
  readonly limitHit: 'NODES' | 'TIME' | 'PATHS' | null;
  /** How many of the links of all these paths are stale, each counted once. */
  readonly staleLinks: number;
  readonly hidden: number;
}

export interface OriginsQuery {
  readonly of: Urn;
  /** How many at most: the nearest are told. */
  readonly nodes: number;
  readonly fork?: Fork;
}

export interface Origins {
  /** By depth, then id; the entity itself first, at depth 0, with a way of no link. */
  readonly nodes: readonly Origin[];
  readonly limitHit: 'NODES' | 'TIME' | null;
  /** How many of the relations among all that it comes from are stale. */
  readonly staleLinks: number;
  readonly hidden: number;
}

export interface Origin {
  readonly id: Urn;
  readonly kind: string;
  /** Fewest links to the entity. */
  readonly depth: number;
  /** Product of the confidences along the surest way to the entity. */
  readonly confidence: number;
  /** Product of what the deployments on that way serve, itself included; 1 where there is none. */
  readonly stageShare: number;
  /** What flows into it by one link, by its place among the nodes, in order. */
  readonly from: readonly number[];
  path(): FoundPath;
}
