import type { Urn } from '../../kernel/urn.ts';
import type { SearchDocument } from './search-database.ts';
import type { SearchPage } from './search-index.ts';

const FACET_VALUES = 50;

/** How the hits spread over what is counted, the most frequent values first; owners as far as they are seen. */
export function facetsOf(documents: readonly SearchDocument[], isSeen: (id: Urn) => boolean): SearchPage['facets'] {
  const counts = new Map<string, Map<string, number>>();
  const count = (name: string, value: string) => {
    const values = counts.get(name) ?? new Map<string, number>();
    counts.set(name, values.set(value, (values.get(value) ?? 0) + 1));
  };
  for (const document of documents) {
    count('kind', document.kind);
    count('namespace', document.namespace);
    count('described', String(document.described));
    for (const owner of document.owners.filter(isSeen)) count('owner', owner);
    for (const tag of document.tags) count('tag', tag);
    for (const [name, value] of Object.entries(document.facets)) count(name, value);
  }
  return [...counts].map(([name, values]) => ({
    name,
    values: [...values]
      .map(([value, each]) => ({ value, count: each }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, FACET_VALUES),
  }));
}
