import type { Trouble } from '../ask.ts';

// What search says.

/** As much of it as is read at a glance. */
function short(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

export const search = {
  label: 'Search',
  landmark: { hero: 'Search', header: 'Search from anywhere' },
  title: 'What does it depend on, and what depends on it?',
  lead: 'Find a dataset, a feature, a model or a KPI, and follow the data that links them.',
  placeholder: 'Search datasets, features, models, KPIs …',
  submit: 'Search',
  suggestions: 'Suggestions',
  alike: 'Nothing has all these words. Spelt alike:',
  noSuggestions: 'Nothing by this name, nor spelt alike.',
  suggestionsFailed: {
    offline: 'The server does not answer. Enter searches again.',
    refused: 'The server would not suggest anything for this.',
    broken: 'Something went wrong on the server. Enter searches again.',
  } satisfies Record<Trouble['because'], string>,
  browse: 'Browse by kind',
  results: (total: string) => (total === '1' ? '1 result' : `${total} results`),
  resultsHeading: 'Results',
  resultsFor: (text: string) => `Results for “${short(text)}”`,
  alikeBanner: (text: string) => `Nothing has all the words of “${short(text)}”. These are spelt much alike.`,
  truncated: (shown: number, total: string) => `Showing the best ${shown} of ${total}. Narrow it down by the filters.`,
  none: (text: string) => (text === '' ? 'Nothing passes these filters' : `Nothing found for “${short(text)}”`),
  noneHelp: 'Check the spelling, use fewer words, or take away a filter.',
  nothingYet: 'The graph is empty',
  nothingYetHelp: 'Post OpenLineage events to /api/v1/lineage, or start with THROUGHLINE_SEED=demo.',
  filters: 'Filters',
  clear: 'Clear filters',
  facet: { kinds: 'Kind', namespaces: 'Namespace', owners: 'Owner', tags: 'Tag' },
  matched: (fields: readonly string[]) => `matches in ${fields.join(', ')}`,
  ownedBy: 'Owned by',
  unowned: 'No owner',
};
