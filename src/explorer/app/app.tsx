import { lazy, Suspense, useEffect } from 'react';
import { useAddress } from './address.ts';
import { Header } from './components/header.tsx';
import { LoadingPage } from './components/loading-page.tsx';
import { EntityPage } from './entity/entity-page.tsx';
import { urnIn } from './links.ts';
import { NoSuchPage } from './no-such-page.tsx';
import { SearchPage } from './search/search-page.tsx';

// What draws graphs is as large as all the rest, and not every page needs it.
const LineagePage = lazy(async () => ({ default: (await import('./lineage/lineage-page.tsx')).LineagePage }));

export function App() {
  const { path, query } = useAddress();
  const [room, ...rest] = path.split('/');
  const urn = urnIn(rest.join('/'));
  useFocusAt(path);
  return (
    <>
      <Header hasSearch={room === 'entity' || room === 'lineage'} />
      {room === '' && <SearchPage query={query} />}
      {room === 'entity' && <EntityPage key={urn} urn={urn} query={query} />}
      {room === 'lineage' && rest.length === 0 && (
        <Suspense fallback={<LoadingPage />}>
          <LineagePage query={query} />
        </Suspense>
      )}
      {(!['', 'entity', 'lineage'].includes(room ?? '') || (room === 'lineage' && rest.length > 0)) && <NoSuchPage />}
    </>
  );
}

/** Who comes from another page begins at the head of this one, by eye, by keyboard and by ear. */
function useFocusAt(path: string): void {
  useEffect(() => {
    if (document.activeElement === document.body || document.activeElement === null) return;
    scrollTo({ top: 0 });
    document.getElementById('content')?.focus({ preventScroll: true });
  }, [path]);
}
