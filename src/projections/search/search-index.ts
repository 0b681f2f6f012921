import type { Position } from '../../kernel/moment.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Viewer } from '../../kernel/viewer.ts';

/** Full-text search over all entities: a projection that follows the log. */
export interface SearchIndex extends AsyncDisposable {
  readonly position: Position;
  catchUp(position: Position): Promise<void>;
  /** @throws CURSOR_EXPIRED where `snapshot` is past the horizon */
  query(query: SearchQuery): Promise<SearchPage>;
}

export interface SearchQuery {
  /** Null or empty: all that fit the filter, by id. */
  readonly text: string | null;
  readonly kinds: readonly string[] | null;
  readonly namespaces: readonly string[] | null;
  readonly owners: readonly Urn[] | null;
  readonly tags: readonly string[] | null;
  readonly described: boolean | null;
  readonly first: number;
  /** A page after the first: the snapshot the first page was cut from, and how many of it were seen. */
  readonly after: { readonly snapshot: string; readonly offset: number } | null;
  readonly facets: boolean;
  readonly viewer: Viewer;
}

export interface SearchPage {
  readonly hits: readonly SearchHit[];
  /** A bounded, ranked list of hits that later pages are cut from. */
  readonly snapshot: string;
  readonly offset: number;
  readonly hasNext: boolean;
  readonly total: { readonly value: number; readonly exact: boolean };
  readonly facets: readonly { name: string; values: readonly { value: string; count: number }[] }[];
  readonly position: Position;
}

export interface SearchHit {
  readonly id: Urn;
  /** Higher is better; comparable within one answer only. */
  readonly score: number;
  /** Names of the attributes whose words matched. */
  readonly matched: readonly string[];
}
