import { Switch } from 'react-aria-components';
import { refine } from '../address.ts';
import type { Asked } from '../ask.ts';
import { FIRST_PAGE, type Pages } from '../pages.ts';
import { TEXTS } from '../texts.ts';
import { AlertList, type ShownAlert } from './alert-list.tsx';
import { Paged } from './paged.tsx';

interface AlertPagesProps {
  readonly pages: Asked<Pages<ShownAlert>>;
  /** Whether the address asks for those alone that are not over: `open=1`. */
  readonly isOpen: boolean;
}

/** Alerts a page at a time, and the choice between all and those that are open. */
export function AlertPages({ pages, isOpen }: AlertPagesProps) {
  const { none, noneHelp, noneEver, noneEverHelp, onlyOpen } = TEXTS.alerts;
  return (
    <>
      <Switch
        className="switch"
        isSelected={isOpen}
        onChange={(open) => refine({ open: open ? '1' : null, ...FIRST_PAGE })}
      >
        <span className="switch-track" aria-hidden="true" />
        {onlyOpen}
      </Switch>
      <Paged pages={pages} none={isOpen ? { title: none, help: noneHelp } : { title: noneEver, help: noneEverHelp }}>
        {(nodes) => <AlertList alerts={nodes} />}
      </Paged>
    </>
  );
}
