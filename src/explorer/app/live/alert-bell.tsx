import { Bell } from 'lucide-react';
import { Button, Dialog, DialogTrigger, Heading, Link, Popover } from 'react-aria-components';
import { AlertList } from '../components/alert-list.tsx';
import { Empty } from '../components/states.tsx';
import { OPEN_ALERTS } from '../links.ts';
import { TEXTS } from '../texts.ts';
import { openOnes } from './live-alerts.ts';
import { useLiveAlerts } from './use-live-alerts.ts';

/** So many fit on a screen. */
const SHOWN = 5;

/** How many alerts are open now, the latest of them, and a word to who does not see it when one is raised. */
export function AlertBell() {
  const live = useLiveAlerts();
  const open = openOnes(live);
  const count = open.length + live.beyond;
  const isCritical = open.some(({ severity }) => severity === 'CRITICAL');
  const [latest] = live.news;
  const isKnown = live.open !== null;
  const label = isKnown ? TEXTS.live.bell(count) : TEXTS.live.unknown[live.connection === 'lost' ? 'lost' : 'loading'];
  return (
    <DialogTrigger>
      <Button className="button is-quiet bell" aria-label={label} isDisabled={!isKnown}>
        <Bell aria-hidden="true" />
        {count > 0 && (
          <span className={`bell-count ${isCritical ? 'is-critical' : ''}`} aria-hidden="true">
            {count > 99 ? TEXTS.live.many : count}
          </span>
        )}
      </Button>
      <span role="status" className="visually-hidden">
        {latest !== undefined && TEXTS.live.raised(latest.title, latest.entity?.name ?? null)}
      </span>
      <Popover className="popover" placement="bottom end">
        <Dialog className="bell-dialog">
          {({ close }) => (
            <>
              <Heading slot="title">{TEXTS.alerts.heading}</Heading>
              {count === 0 ? (
                <Empty title={TEXTS.alerts.none}>{TEXTS.alerts.noneHelp}</Empty>
              ) : (
                <AlertList alerts={open.slice(0, SHOWN)} />
              )}
              <Link href={OPEN_ALERTS} onPress={close}>
                {count > SHOWN ? TEXTS.live.more(count - SHOWN) : TEXTS.live.all}
              </Link>
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
