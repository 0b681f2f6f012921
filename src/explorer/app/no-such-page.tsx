import { Page } from './components/page.tsx';
import { SearchBox } from './components/search-box.tsx';
import { TEXTS } from './texts.ts';

export function NoSuchPage() {
  return (
    <Page title={TEXTS.states.pageNotFound} className="is-narrow">
      <h1>{TEXTS.states.pageNotFound}</h1>
      <p className="lead">{TEXTS.states.pageNotFoundHelp}</p>
      <SearchBox size="hero" autoFocus />
    </Page>
  );
}
