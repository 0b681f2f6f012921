import { Switch } from 'react-aria-components';
import { refine } from '../address.ts';
import { usePages } from '../ask.ts';
import { AlertList } from '../components/alert-list.tsx';
import { Paged } from '../components/paged.tsx';
import { EntityAlertsDocument } from '../generated/operations.ts';
import { useAlertChanges } from '../live/use-live-alerts.ts';
import { TEXTS } from '../texts.ts';

/** Alerts on it, those that are over too unless the address says `open=1`. */
export function Alerts({ id, query }: { id: string; query: URLSearchParams }) {
  const isOpen = query.has('open');
  const changes = useAlertChanges(id);
  const asked = { id, open: isOpen ? true : null };
  const pages = usePages(EntityAlertsDocument, asked, ({ entity }) => entity?.alerts, changes);
  return (
    <>
      <Switch className="switch" isSelected={isOpen} onChange={(open) => refine({ open: open ? '1' : null })}>
        <span className="switch-track" aria-hidden="true" />
        {TEXTS.alerts.onlyOpen}
      </Switch>
      <Paged
        pages={pages}
        none={{
          title: isOpen ? TEXTS.alerts.none : TEXTS.alerts.noneEver,
          help: isOpen ? TEXTS.alerts.noneHelp : TEXTS.alerts.noneEverHelp,
        }}
      >
        {(nodes) => <AlertList alerts={nodes} />}
      </Paged>
    </>
  );
}
