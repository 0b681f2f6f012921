import { usePages } from './pages.ts';
import { AlertPages } from './components/alert-pages.tsx';
import { Page } from './components/page.tsx';
import { AllAlertsDocument } from './generated/operations.ts';
import { useLiveAlerts } from './live/use-live-alerts.ts';
import { TEXTS } from './texts.ts';

/** Alerts on anything: `/explore/alerts`, with `open=1` those alone that are not over. */
export function AlertsPage({ query }: { query: URLSearchParams }) {
  const isOpen = query.has('open');
  const { events } = useLiveAlerts();
  const pages = usePages(AllAlertsDocument, { open: isOpen ? true : null }, ({ alerts }) => alerts, events);
  return (
    <Page title={TEXTS.alerts.headingAll}>
      <h1>{TEXTS.alerts.headingAll}</h1>
      <AlertPages pages={pages} isOpen={isOpen} />
    </Page>
  );
}
