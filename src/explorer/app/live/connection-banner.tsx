import { CloudOff, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { TEXTS } from '../texts.ts';
import { alertFeed, useLiveAlerts } from './use-live-alerts.ts';

/** So long it is told that all is well again. */
const WELL_MS = 8_000;

/** Says that what is shown may be out of date, and for a while that it is not any more. */
export function ConnectionBanner() {
  const { connection, returns } = useLiveAlerts();
  const [told, setTold] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setTold(returns), WELL_MS);
    return () => clearTimeout(timer);
  }, [returns]);
  const isLost = connection === 'lost';
  const isBack = !isLost && returns > told;
  return (
    <div role="status" className="banner-place">
      {isLost && (
        <div className="banner is-lost">
          <CloudOff aria-hidden="true" />
          <p>{TEXTS.live.lost}</p>
          <Button className="button is-small" onPress={() => alertFeed.retryNow()}>
            {TEXTS.live.retryNow}
          </Button>
        </div>
      )}
      {isBack && (
        <div className="banner is-back">
          <RefreshCw aria-hidden="true" />
          <p>{connection === 'renewed' ? TEXTS.live.renewed : TEXTS.live.resumed}</p>
        </div>
      )}
    </div>
  );
}
