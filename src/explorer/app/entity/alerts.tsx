import { usePages } from '../pages.ts';
import { AlertPages } from '../components/alert-pages.tsx';
import { Notice } from '../components/states.tsx';
import { EntityAlertsDocument } from '../generated/operations.ts';
import { useAlertChanges } from '../live/use-live-alerts.ts';
import { momentIn } from '../moment.ts';
import { TEXTS } from '../texts.ts';

/** Alerts on it, those that are over too unless the address says `open=1`. */
export function Alerts({ id, query }: { id: string; query: URLSearchParams }) {
  const isOpen = query.has('open');
  const changes = useAlertChanges(id);
  const at = momentIn(query);
  const asked = { id, at, open: isOpen ? true : null };
  const pages = usePages(EntityAlertsDocument, asked, ({ entity }) => entity?.alerts, changes);
  return (
    <>
      {at?.asOf !== undefined && <Notice tone="info">{isOpen ? TEXTS.alerts.openThen : TEXTS.alerts.notCut}</Notice>}
      <AlertPages pages={pages} isOpen={isOpen} />
    </>
  );
}
