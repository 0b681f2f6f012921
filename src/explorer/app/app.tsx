import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react';
import { useAddress } from './address.ts';
import { BEGIN } from './begin.ts';
import { AlertsPage } from './alerts-page.tsx';
import { Header } from './components/header.tsx';
import { LoadingPage } from './components/loading-page.tsx';
import { EntityPage } from './entity/entity-page.tsx';
import { urnIn } from './links.ts';
import { ConnectionBanner } from './live/connection-banner.tsx';
import { NoSuchPage } from './no-such-page.tsx';
import { SearchPage } from './search/search-page.tsx';

// What draws graphs is as large as all the rest, and not every page needs it.
const LineagePage = lazy(async () => ({ default: (await import('./lineage/lineage-page.tsx')).LineagePage }));

export function App() {
  const { path, query } = useAddress();
  const [room] = path.split('/');
  useFocusAt(placeOf(path, query));
  return (
    <>
      <Header hasSearch={room === 'entity' || room === 'lineage' || room === 'alerts'} />
      <ConnectionBanner />
      <main id="content" tabIndex={-1}>
        <Suspense fallback={<LoadingPage />}>{pageAt(path, query)}</Suspense>
      </main>
    </>
  );
}

function pageAt(path: string, query: URLSearchParams): ReactNode {
  const [room, ...rest] = path.split('/');
  if (path === '') return <SearchPage query={query} />;
  if (path === 'alerts') return <AlertsPage query={query} />;
  if (path === 'lineage') return <LineagePage query={query} />;
  if (room !== 'entity') return <NoSuchPage />;
  const urn = urnIn(rest.join('/'));
  return <EntityPage key={urn} urn={urn} query={query} />;
}

/** What is another page: there one begins to read anew. Filters and sections are of the same. */
function placeOf(path: string, query: URLSearchParams): string {
  return path === '' ? `?${query.get('q') ?? ''}` : path;
}

/**
 * Who comes from another page begins at the head of this one, by eye, by keyboard and by ear. Who goes back is scrolled
 * by the browser after that, to where the page was left.
 */
function useFocusAt(place: string): void {
  const last = useRef(place);
  useEffect(() => {
    if (last.current === place) return;
    last.current = place;
    scrollTo({ top: 0 });
    const content = document.getElementById('content');
    // A page may have taken the focus to where one writes.
    if (content?.contains(document.activeElement) === true) return;
    (document.getElementById(BEGIN) ?? content)?.focus({ preventScroll: true });
  }, [place]);
}
