import { trying, type DeadLetterRecord, type WebhookRecord } from '../domains/alerts/index.ts';
import { decide, isWritten } from '../domains/kind/decide.ts';
import type { Services } from '../domains/services.ts';
import { isJsonObject } from '../kernel/json.ts';
import type { FeedPosition } from '../kernel/moment.ts';
import type { Urn } from '../kernel/urn.ts';
import { EVERYBODY } from '../kernel/viewer.ts';
import { followChanges } from '../live/follow-changes.ts';
import type { Consumer } from '../live/consumers.ts';
import type { Change, ConsumerState } from '../store/ports.ts';
import { signed } from './message.ts';
import { BY, type Delivering } from './deliverer.ts';

/** Tries dead letters once more, each once for each time that somebody asks for it. */
export function createReplayer(begin: FeedPosition, { graph: { services }, poster, told }: Delivering): Consumer {
  async function replay(id: Urn, signal: AbortSignal): Promise<string | null> {
    const letter = (await decidedNow(id, services)) as DeadLetterRecord;
    const webhook = (await decidedNow(letter.about, services)) as WebhookRecord;
    if (webhook.until !== null) return 'its webhook is deleted';
    const message = { id: letter.props.messageId, body: letter.props.body };
    const headers = signed(message, webhook, services.webhooks, services.clock());
    return (await poster.post(webhook.props.url, headers, message.body, signal))?.error ?? null;
  }

  return {
    name: 'dead letters',
    begin,
    run: (work) =>
      followChanges(services.feed, work, async (changes: readonly Change[], to: ConsumerState) => {
        const questions = [];
        for (const { type, record, after } of changes) {
          if (type !== 'UNDELIVERED' || !isJsonObject(after) || after['event'] !== 'QUEUED' || !record) continue;
          const error = await replay(record, work.signal);
          // Whoever goes on tries it again: what came of it is written down nowhere.
          if (work.signal.aborted) return false;
          told(error === null ? 'taken' : 'failed');
          questions.push(trying(record, error, services.clock()));
        }
        if (questions.length === 0) return false;
        const { verdicts } = await decide(services, questions, { ...BY, consumed: { ...work.lease(), ...to } });
        return isWritten(verdicts);
      }),
  };
}

async function decidedNow(id: Urn, { store, reader, clock }: Services) {
  const at = { position: reader.head().position, asOf: null, now: clock(), viewer: EVERYBODY };
  return (await store.graph.decided([id], at))[0];
}
