import { setTimeout } from 'node:timers/promises';
import {
  burying,
  delivererOf,
  NOT_BEGUN,
  pausing,
  type DeliveryState,
  type Undelivered,
  type WebhookRecord,
} from '../domains/alerts/index.ts';
import { decide, isWritten } from '../domains/kind/decide.ts';
import { parsePosition } from '../kernel/cursor.ts';
import { ThroughlineError } from '../kernel/errors.ts';
import { faultPoint } from '../kernel/fault-point.ts';
import { micros, type Micros } from '../kernel/time.ts';
import type { WebhookOutcome } from '../telemetry/events.ts';
import { isPassing, type Consumer } from '../live/consumers.ts';
import type { Work } from '../live/work.ts';
import type { Lease } from '../store/ports.ts';
import type { Poster } from './attempt.ts';
import { messageOf, signed, type Message } from './message.ts';
import { openSource, type Graph } from './source.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 300_000;
/** Where there is nothing to deliver, how far it has come is written down this often. */
const MOVE_MS = 5_000;
/** Who decides what came of deliveries. */
export const BY = { scope: 'webhooks', source: 'webhooks' };

export interface Delivering {
  readonly graph: Graph;
  readonly poster: Poster;
  /** So long a message is tried before it is given up, in microseconds. */
  readonly patience: number;
  /** Is told what came of each try. */
  readonly told: (outcome: WebhookOutcome) => void;
}

/** Posts what a webhook is told, one after the other, each until it is taken or given up. */
export function createDeliverer(webhook: () => WebhookRecord, to: Delivering): Consumer {
  const { id, props } = webhook();
  return {
    name: delivererOf(id),
    begin: parsePosition(props.after, 'after'),
    async run(work) {
      try {
        await deliverAll(webhook, work, to);
      } catch (error) {
        // Whoever made it has to see why nothing comes: a scope can have come to stand below too much to be followed.
        if (error instanceof ThroughlineError && !isPassing(error) && !work.signal.aborted) {
          await work.move({ place: work.lease().place, state: { ...stateOf(work.lease()), error: error.message } });
        }
        throw error;
      }
    },
  };
}

/** Ends with the term, and where the target asks not to be told any more. */
async function deliverAll(webhook: () => WebhookRecord, work: Work, to: Delivering): Promise<void> {
  const source = await openSource(webhook(), work.lease().place, to.graph);
  const close = () => source.close();
  // It may have come while the source was opened.
  if (work.signal.aborted) return close();
  work.signal.addEventListener('abort', close);
  let moved = performance.now();
  try {
    for (;;) {
      const items = await source.next();
      if (items === null || work.signal.aborted) return;
      for (const item of items) {
        if (!(await isDone(messageOf(webhook(), item), webhook, work, to))) return;
      }
      if (performance.now() - moved < MOVE_MS) continue;
      await work.move({ place: source.place, state: stateOf(work.lease()) });
      moved = performance.now();
    }
  } finally {
    work.signal.removeEventListener('abort', close);
    close();
  }
}

/** Whether the message is taken or given up in the end, and that is written down; not so where nothing more is to be sent. */
async function isDone(message: Message, webhook: () => WebhookRecord, work: Work, to: Delivering): Promise<boolean> {
  const { services } = to.graph;
  for (;;) {
    const state = stateOf(work.lease());
    await until(state.nextAttemptAt, services.clock(), work.signal);
    if (work.signal.aborted) return false;
    const headers = signed(message, webhook(), services.webhooks, services.clock());
    const failure = await to.poster.post(webhook().props.url, headers, message.body, work.signal);
    if (failure === null) {
      faultPoint('delivered');
      to.told('taken');
      // Also at the end of the term, as long as nobody else has the lease: otherwise it would be sent once more.
      const delivered = { ...NOT_BEGUN, delivered: state.delivered + 1, deliveredAt: services.clock() };
      await work.move({ place: message.place, state: delivered });
      faultPoint('recorded');
      return !work.signal.aborted;
    }
    if (work.signal.aborted) return false;
    if (failure.isGone) {
      // It asks not to be told any more. The message stays the next one, should it go on.
      await decide(services, [pausing(webhook().id, 'The target answered 410 Gone.', services.clock())], BY);
      return false;
    }
    const attempts = state.attempts + 1;
    const failingSince = state.failingSince ?? services.clock();
    if (services.clock() - failingSince >= to.patience) {
      to.told('dead');
      await giveUp({ messageId: message.id, body: message.body, attempts, error: failure.error }, message, work, to);
      return !work.signal.aborted;
    }
    to.told('failed');
    const nextAttemptAt = micros(services.clock() + pauseMs(attempts) * 1000);
    const failing = { ...state, attempts, failingSince, nextAttemptAt, error: failure.error };
    await work.move({ place: work.lease().place, state: failing });
  }
}

/** Keeps it as a dead letter, so that it does not hold up what follows. */
async function giveUp(
  letter: Undelivered,
  { webhook, place }: Pick<Message, 'webhook' | 'place'>,
  work: Work,
  { graph: { services } }: Delivering,
): Promise<void> {
  const { delivered, deliveredAt } = stateOf(work.lease());
  const to = { place, state: { ...NOT_BEGUN, delivered, deliveredAt } };
  const question = burying(webhook, letter, services.clock());
  const { verdicts } = await decide(services, [question], { ...BY, consumed: { ...work.lease(), ...to } });
  if (isWritten(verdicts)) work.moved(to);
  else await work.move(to);
}

/** Twice as long each time, and not for all at once. */
function pauseMs(attempts: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS) * (0.8 + 0.4 * Math.random());
}

async function until(time: Micros | null, now: Micros, signal: AbortSignal): Promise<void> {
  if (time === null || time <= now) return;
  await setTimeout((time - now) / 1000, undefined, { signal }).catch(() => {});
}

function stateOf({ state }: Lease): DeliveryState {
  return { ...NOT_BEGUN, ...state };
}
