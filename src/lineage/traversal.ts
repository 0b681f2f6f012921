import type { Provenance, RelationKey } from '../kernel/fact.ts';
import type { Urn } from '../kernel/urn.ts';
import type { ReadAt } from '../store/ports.ts';

export type Direction = 'UPSTREAM' | 'DOWNSTREAM' | 'BOTH';
export type Grain = 'FIELD' | 'TABLE' | 'TABLE_FALLBACK';
export type LimitHit = 'NODES' | 'DEPTH' | 'TIME';

/** How a walk is answered: from memory, or by the store itself. */
export interface Traversal {
  /** All that the starts reach. The skeleton only: ids, depths, which relations; whoever asks hydrates its page. */
  reach(query: ReachQuery, at: ReadAt): Promise<Reach> | Reach;
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
  readonly includeStale: boolean;
}

export interface Reach {
  /** Breadth first: by depth, then id. */
  readonly nodes: readonly { readonly id: Urn; readonly depth: number }[];
  /** By the rank of the later-ranked end, then the other end, then type: so a page of nodes has a slice of links. */
  readonly links: readonly ReachedLink[];
  readonly limitHit: LimitHit | null;
  readonly staleLinks: number;
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
}
