import { Page } from '../components/page.tsx';
import { SearchBox } from '../components/search-box.tsx';
import { BEGIN } from '../begin.ts';
import { TEXTS } from '../texts.ts';
import { askedSearch } from './asked-search.ts';
import { Landing } from './landing.tsx';
import { Results } from './results.tsx';

/** What is searched, or, where nothing is yet, what there is to search. */
export function SearchPage({ query }: { query: URLSearchParams }) {
  const search = askedSearch(query);
  const isAsked = search.text !== '' || search.isFiltered;
  const kept = Object.fromEntries([...query].filter(([name]) => name !== 'q' && name !== 'pages'));
  const title = search.text === '' ? TEXTS.search.resultsHeading : TEXTS.search.resultsFor(search.text);
  if (!isAsked) return <Landing />;
  return (
    <Page title={title} className="search-page">
      <h1 id={BEGIN} tabIndex={-1} className="visually-hidden">
        {title}
      </h1>
      <SearchBox size="hero" text={search.text} kept={kept} />
      <Results search={search} />
    </Page>
  );
}
