import { decoded, knownIn, listIn } from '../address.ts';
import type { EntityKind, SearchFilter } from '../generated/operations.ts';
import { ALL_KINDS } from '../kinds.ts';
import type { FacetName } from '../links.ts';
import { pagesIn } from '../pages.ts';

/** The facets that can be chosen, as they stand in the address and in the filter; and their names in the answer. */
export const FACETS = {
  kinds: 'kind',
  namespaces: 'namespace',
  owners: 'owner',
  tags: 'tag',
} as const satisfies Record<FacetName, string>;

/** So many results a page, and as many pages at once as the API does not find too costly. */
export const PAGE = 20;
export const MOST_PAGES = 40;

export interface AskedSearch {
  readonly text: string;
  readonly chosen: Readonly<Record<FacetName, readonly string[]>>;
  readonly isFiltered: boolean;
  /** How many pages of what was found are shown. */
  readonly pages: number;
}

/** What the address asks to be searched: `?q=orders&kinds=DATASET,JOB&namespaces=…&owners=…&tags=…&pages=2`. */
export function askedSearch(query: URLSearchParams): AskedSearch {
  const chosen = {
    kinds: knownIn(query, 'kinds', ALL_KINDS),
    namespaces: listIn(query, 'namespaces').map(decoded),
    owners: listIn(query, 'owners'),
    tags: listIn(query, 'tags').map(decoded),
  };
  const isFiltered = Object.values(chosen).some(({ length }) => length > 0);
  return { text: query.get('q') ?? '', chosen, isFiltered, pages: pagesIn(query, MOST_PAGES) };
}

export function filterOf({ chosen, isFiltered }: AskedSearch): SearchFilter | null {
  if (!isFiltered) return null;
  const { kinds, namespaces, owners, tags } = chosen;
  return {
    ...(kinds.length === 0 ? {} : { kinds: kinds as EntityKind[] }),
    ...(namespaces.length === 0 ? {} : { namespaces: [...namespaces] }),
    ...(owners.length === 0 ? {} : { owners: [...owners] }),
    ...(tags.length === 0 ? {} : { tags: [...tags] }),
  };
}
