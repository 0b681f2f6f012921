import { useState } from 'react';
import { tellCount } from '../amount.ts';
import { useAsked } from '../ask.ts';
import { More } from '../components/more.tsx';
import { Empty, Failed, Loading, Notice } from '../components/states.tsx';
import { SearchDocument, type SearchQuery } from '../generated/operations.ts';
import { showPages } from '../pages.ts';
import { TEXTS } from '../texts.ts';
import { filterOf, MOST_PAGES, PAGE, type AskedSearch } from './asked-search.ts';
import { ClearFilters } from './clear-filters.tsx';
import { Facets } from './facets.tsx';
import { Result } from './result.tsx';

/** What was found last, and by what. */
interface Last {
  readonly question: string;
  readonly found: SearchQuery['search'] | null;
}

/** What has the words and passes the filters. How much of it is shown stands in the address, so that who comes back finds it again. */
export function Results({ search }: { search: AskedSearch }) {
  const words = { text: search.text === '' ? null : search.text, filter: filterOf(search) };
  const question = JSON.stringify(words);
  const asked = useAsked(SearchDocument, { ...words, first: PAGE * search.pages });
  const [last, setLast] = useState<Last>({ question, found: null });
  const answer = asked.state === 'answered' ? asked.data.search : null;
  if (answer !== null && answer !== last.found) setLast({ question, found: answer });
  // While more is answered, what was there stays; the filters do so while other words are.
  const found = answer ?? (last.question === question ? last.found : null);
  return (
    <div className="results-columns">
      <Facets facets={last.found?.facets ?? []} search={search} />
      <section className="results" aria-label={TEXTS.search.resultsHeading}>
        <p role="status" className="visually-hidden">
          {found !== null && toldOf(found.total, search)}
        </p>
        {found !== null && <Found found={found} search={search} isLoading={asked.state === 'loading'} />}
        {found === null && asked.state === 'loading' && <Loading rows={8} />}
        {asked.state === 'failed' && <Failed trouble={asked.trouble} retry={asked.retry} />}
      </section>
    </div>
  );
}

interface FoundProps {
  readonly found: SearchQuery['search'];
  readonly search: AskedSearch;
  readonly isLoading: boolean;
}

function Found({ found: { edges, total, pageInfo }, search, isLoading }: FoundProps) {
  if (edges.length === 0) {
    return (
      <Empty title={toldOf(total, search)}>
        <p>{TEXTS.search.noneHelp}</p>
        {search.isFiltered && <ClearFilters />}
      </Empty>
    );
  }
  const isAlike = search.text !== '' && edges.every(({ matched }) => matched.length === 0);
  const hasMore = pageInfo.hasNextPage && search.pages < MOST_PAGES;
  const pages = {
    nodes: edges,
    total,
    hasMore,
    isCut: false,
    isLoadingMore: isLoading,
    trouble: null,
    more: () => showPages(search.pages + 1),
  };
  return (
    <>
      <h2 className="results-heading">{toldOf(total, search)}</h2>
      {isAlike && <Notice tone="info">{TEXTS.search.alikeBanner(search.text)}</Notice>}
      <ul className="result-list">
        {edges.map(({ node, matched }) => (
          <Result key={node.id} entity={node} matched={matched} />
        ))}
      </ul>
      {(!total.exact || (pageInfo.hasNextPage && !hasMore)) && (
        <Notice tone="warning">{TEXTS.search.truncated(edges.length, tellCount(total))}</Notice>
      )}
      <More pages={pages} />
    </>
  );
}

/** How many there are, in a word. */
function toldOf(total: SearchQuery['search']['total'], { text }: AskedSearch): string {
  return total.value === 0 ? TEXTS.search.none(text) : TEXTS.search.results(tellCount(total));
}
