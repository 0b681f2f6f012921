import { setTimeout } from 'node:timers/promises';
import {
  begunAnew,
  burying,
  delivererOf,
  deliveryNow,
  type DeliveryState,
  type Undelivered,
  type WebhookRecord,
} from '../domains/alerts/index.ts';
import { decide, isWritten } from '../domains/kind/decide.ts';
import { parsePosition } from '../kernel/cursor.ts';
import { ThroughlineError } from '../kernel/errors.ts';
import { faultPoint } from '../kernel/fault-point.ts';
import { micros } from '../kernel/time.ts';
import { isPassing, type Consumer } from '../live/consumers.ts';
import type { Work } from '../live/work.ts';
import type { Failure } from './attempt.ts';
import { messageOf, type Message } from './message.ts';
import { BY, post, type Delivering } from './post.ts';
import { openSource, type Item } from './source.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 300_000;
/** One that waits looks this often whether it was mended meanwhile. */
const LOOK_MS = 1_000;

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
          await work.move({ place: work.lease().place, state: { ...stateOf(webhook(), work), error: error.message } });
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
  try {
    for (;;) {
      const items = await work.meanwhile(source.next());
      if (items === null || work.signal.aborted) return;
      for (const item of items) if (!(await isDone(item, webhook, work, to))) return;
      work.passed({ place: source.place, state: work.lease().state });
    }
  } finally {
    work.signal.removeEventListener('abort', close);
    close();
  }
}

/** Whether the item is taken or given up in the end, and that is written down; not so where nothing more is to be sent. */
async function isDone(item: Item, webhook: () => WebhookRecord, work: Work, to: Delivering): Promise<boolean> {
  const { clock } = to.graph.services;
  let made: Made | null = null;
  for (;;) {
    if (work.signal.aborted) return false;
    const { id, props } = webhook();
    const state = stateOf(webhook(), work);
    if (state.nextAttemptAt !== null && state.nextAttemptAt > clock()) {
      const ms = (state.nextAttemptAt - clock()) / 1000;
      await setTimeout(Math.min(ms, LOOK_MS), undefined, { signal: work.signal }).catch(() => {});
      continue;
    }
    if (made === null || made.failure !== null) made = await make(item, webhook(), to);
    const { message } = made;
    const failure: Failure = made.failure ?? (await post(message, webhook(), work.signal, to));
    if (failure === null) {
      faultPoint('delivered');
      to.told('taken');
      // Also at the end of the term, as long as nobody else has the lease: otherwise it would be sent once more.
      const delivered = { delivered: state.delivered + 1, deliveredAt: clock() };
      await work.move({ place: message.place, state: { ...begunAnew(state, props.revision), ...delivered } });
      faultPoint('recorded');
      return !work.signal.aborted;
    }
    if (work.signal.aborted || failure.isGone) return false;
    const attempts = state.attempts + 1;
    const failingSince = state.failingSince ?? clock();
    if (clock() - failingSince >= to.patience) {
      to.told('dead');
      const letter = { messageId: message.id, body: message.body, attempts, error: failure.error };
      const given = { place: message.place, state: begunAnew(state, props.revision) };
      await giveUp(id, letter, given, work, to);
      return !work.signal.aborted;
    }
    to.told('failed');
    const nextAttemptAt = micros(clock() + pauseMs(attempts) * 1000);
    const failing = { ...state, attempts, failingSince, nextAttemptAt, error: failure.error };
    await work.move({ place: work.lease().place, state: failing });
  }
}

interface Made {
  readonly message: Message;
  /** Why it is not all that is to be told; that counts as a try. */
  readonly failure: Failure;
}

async function make(item: Item, webhook: WebhookRecord, { onFault }: Delivering): Promise<Made> {
  try {
    return { message: messageOf(webhook, await item.told()), failure: null };
  } catch (error) {
    if (isPassing(error)) throw error;
    onFault(error);
    const why = error instanceof ThroughlineError ? error.message : 'a fault of ours';
    return {
      message: messageOf(webhook, item.bare),
      failure: { error: `it could not be made: ${why}`, isGone: false },
    };
  }
}

/** Keeps it as a dead letter, so that it does not hold up what follows. */
async function giveUp(
  webhook: WebhookRecord['id'],
  letter: Undelivered,
  to: Parameters<Work['move']>[0],
  work: Work,
  { graph: { services } }: Delivering,
): Promise<void> {
  const question = burying(webhook, letter, services.clock());
  const { verdicts } = await decide(services, [question], { ...BY, consumed: { ...work.lease(), ...to } });
  if (isWritten(verdicts)) work.moved(to);
  else await work.move(to);
}

/** Twice as long each time, and not for all at once. */
function pauseMs(attempts: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS) * (0.8 + 0.4 * Math.random());
}

function stateOf(webhook: WebhookRecord, work: Work): DeliveryState {
  return deliveryNow(work.lease().state, webhook);
}
