import { findIn, takeFindings } from '../domains/alerts/index.ts';
import type { Services } from '../domains/services.ts';
import type { FeedPosition } from '../kernel/moment.ts';
import { faultPoint } from '../kernel/fault-point.ts';
import type { ConsumerState } from '../store/ports.ts';
import type { Consumer, Work } from './consumers.ts';

/** Where nothing was found, how far it has come is written down this often: what follows is looked at twice at worst. */
const MOVE_MS = 1_000;

/** Looks at all that is told for what alerts are to be raised on. */
export function createEvaluator(services: Services, begin: FeedPosition): Consumer {
  return {
    name: 'watch',
    begin,
    async run(work) {
      const { place, state } = work.lease();
      const source = services.feed.subscribe(place);
      const end = () => void source.return?.();
      work.signal.addEventListener('abort', end);
      let moved = performance.now();
      try {
        for await (const changes of source) {
          if (work.signal.aborted) return;
          const last = changes.at(-1)!;
          const to = { place: { position: last.position, ordinal: last.ordinal }, state };
          const found = findIn(changes);
          if (found.length > 0 && (await isTaken(found, to, work, services))) moved = performance.now();
          else if (performance.now() - moved < MOVE_MS) work.moved(to);
          else {
            await work.move(to);
            moved = performance.now();
          }
        }
      } finally {
        work.signal.removeEventListener('abort', end);
        await source.return?.();
      }
    },
  };
}

/** Whether there was anything to be decided: it is written down then, with how far that brings the consumer. */
async function isTaken(
  found: ReturnType<typeof findIn>,
  to: ConsumerState,
  work: Work,
  services: Services,
): Promise<boolean> {
  faultPoint('evaluated');
  const isTold = await takeFindings(found, { ...work.lease(), ...to }, services);
  faultPoint('committed');
  if (isTold) work.moved(to);
  return isTold;
}
