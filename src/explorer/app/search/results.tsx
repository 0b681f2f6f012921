import { useState } from 'react';
import { tellCount } from '../amount.ts';
import { useAsked, usePages } from '../ask.ts';
import { More } from '../components/more.tsx';
import { Answered, Empty, Notice } from '../components/states.tsx';
import { SearchDocument, type SearchQuery } from '../generated/operations.ts';
import { TEXTS } from '../texts.ts';
import { filterOf, type AskedSearch } from './asked-search.ts';
import { ClearFilters } from './clear-filters.tsx';
import { Facets } from './facets.tsx';
import { Result } from './result.tsx';

const PAGE = 20;

export function Results({ search }: { search: AskedSearch }) {
  const variables = { text: search.text === '' ? null : search.text, filter: filterOf(search), first: PAGE };
  const first = useAsked(SearchDocument, variables);
  const pages = usePages(SearchDocument, variables, ({ search: { edges, ...rest } }: SearchQuery) => ({
    ...rest,
    nodes: edges,
  }));
  // The filters stay where they are while other words are answered.
  const [facets, setFacets] = useState<SearchQuery['search']['facets']>([]);
  if (first.state === 'answered' && first.data.search.facets !== facets) setFacets(first.data.search.facets);
  return (
    <div className="results-columns">
      <Facets facets={facets} search={search} />
      <section className="results" aria-labelledby="results-heading">
        <Answered asked={pages} rows={8}>
          {(answer) =>
            answer.nodes.length === 0 ? (
              <Empty title={TEXTS.search.none(search.text)}>
                <p>{TEXTS.search.noneHelp}</p>
                {search.isFiltered && <ClearFilters />}
              </Empty>
            ) : (
              <>
                <h2 id="results-heading" className="results-heading">
                  <span role="status">{TEXTS.search.results(tellCount(answer.total))}</span>
                </h2>
                {search.text !== '' && answer.nodes.every(({ matched }) => matched.length === 0) && (
                  <Notice tone="info">{TEXTS.search.alikeBanner(search.text)}</Notice>
                )}
                <ul className="result-list">
                  {answer.nodes.map(({ node, matched }) => (
                    <Result key={node.id} entity={node} matched={matched} />
                  ))}
                </ul>
                {!answer.total.exact && (
                  <Notice tone="warning">{TEXTS.search.truncated(answer.nodes.length, tellCount(answer.total))}</Notice>
                )}
                <More pages={answer} />
              </>
            )
          }
        </Answered>
      </section>
    </div>
  );
}
