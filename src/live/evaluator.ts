import { findIn, takeFindings } from '../domains/alerts/index.ts';
import type { Services } from '../domains/services.ts';
import { faultPoint } from '../kernel/fault-point.ts';
import type { FeedPosition } from '../kernel/moment.ts';
import type { Consumer } from './consumers.ts';
import { followChanges } from './follow-changes.ts';

/** Looks at all that is told for what alerts are to be raised on. */
export function createEvaluator(services: Services, begin: FeedPosition): Consumer {
  return {
    name: 'watch',
    begin,
    run: (work) =>
      followChanges(services.feed, work, async (changes, to) => {
        const found = findIn(changes);
        if (found.length === 0) return false;
        faultPoint('evaluated');
        const isWritten = await takeFindings(found, { ...work.lease(), ...to }, services);
        faultPoint('committed');
        return isWritten;
      }),
  };
}
