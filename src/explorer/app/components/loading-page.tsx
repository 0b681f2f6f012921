import { TEXTS } from '../texts.ts';
import { Page } from './page.tsx';
import { Loading } from './states.tsx';

export function LoadingPage() {
  return (
    <Page title={TEXTS.states.loading}>
      <h1 className="visually-hidden">{TEXTS.states.loading}</h1>
      <Loading rows={8} />
    </Page>
  );
}
