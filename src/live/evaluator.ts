import { findIn, takeFindings, type Found } from '../domains/alerts/index.ts';
import type { Services } from '../domains/services.ts';
import { ThroughlineError } from '../kernel/errors.ts';
import { faultPoint } from '../kernel/fault-point.ts';
import type { FeedPosition } from '../kernel/moment.ts';
import type { Change, Lease } from '../store/ports.ts';
import { isPassing, type Consumer } from './consumers.ts';
import { followChanges } from './follow-changes.ts';

/**
 * Looks at all that is told for what alerts are to be raised on.
 * @param onFault is told why a finding was left out: one that can not be told must not stop all rules
 */
export function createEvaluator(services: Services, begin: FeedPosition, onFault: (error: unknown) => void): Consumer {
  function foundIn(change: Change): readonly Found[] {
    try {
      return findIn([change]);
    } catch (error) {
      onFault(error);
      return [];
    }
  }

  /** @param to where it brings the consumer, which is `from` there */
  async function take(found: readonly Found[], from: Lease, to: Lease): Promise<boolean> {
    try {
      return await takeFindings(found, to, services);
    } catch (error) {
      // What the store could not do may be done later; what is refused is so each time.
      if (!(error instanceof ThroughlineError) || isPassing(error)) throw error;
      if (found.length > 1) return takeEach(found, from, to);
      onFault(error);
      return false;
    }
  }

  /** All but the last leave the consumer where it is: looked at once more, they change nothing. */
  async function takeEach(found: readonly Found[], from: Lease, to: Lease): Promise<boolean> {
    for (const each of found.slice(0, -1)) await take([each], from, from);
    return take(found.slice(-1), from, to);
  }

  return {
    name: 'watch',
    begin,
    run: (work) =>
      followChanges(services.feed, work, async (changes, to) => {
        const found = changes.flatMap(foundIn);
        if (found.length === 0) return 'passed';
        faultPoint('evaluated');
        const isWritten = await take(found, work.lease(), { ...work.lease(), ...to });
        faultPoint('committed');
        return isWritten ? 'written' : 'passed';
      }),
  };
}
