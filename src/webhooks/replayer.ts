import { isLetterOf, trying, type DeadLetterRecord, type WebhookRecord } from '../domains/alerts/index.ts';
import { decide, isWritten } from '../domains/kind/decide.ts';
import { parsePosition } from '../kernel/cursor.ts';
import { isJsonObject } from '../kernel/json.ts';
import { EVERYBODY } from '../kernel/viewer.ts';
import type { Consumer } from '../live/consumers.ts';
import { followChanges } from '../live/follow-changes.ts';
import type { Change } from '../store/ports.ts';
import { BY, post, type Delivering } from './post.ts';

/** Tries what a webhook gave up once more, each letter once for each time that somebody asks for it. */
export function createReplayer(webhook: () => WebhookRecord, to: Delivering): Consumer {
  const { services } = to.graph;
  const { id, props } = webhook();

  /** The letter that somebody wants to be tried, unless that was done since. */
  async function queuedBy({ type, record, after }: Change): Promise<DeadLetterRecord | null> {
    if (type !== 'UNDELIVERED' || !isJsonObject(after) || after['event'] !== 'QUEUED') return null;
    if (record === undefined || !isLetterOf(record, id)) return null;
    const { store, reader, clock } = services;
    const at = { position: reader.head().position, asOf: null, now: clock(), viewer: EVERYBODY };
    const letter = (await store.graph.decided([record], at))[0] as DeadLetterRecord;
    return letter.props.state === 'QUEUED' ? letter : null;
  }

  return {
    name: `dead letters of ${id}`,
    begin: parsePosition(props.after, 'after'),
    run: (work) =>
      followChanges(services.feed, work, async (changes) => {
        for (const change of changes) {
          const letter = await queuedBy(change);
          if (letter === null) continue;
          const { messageId, body } = letter.props;
          const failure = await post({ id: messageId, body }, webhook(), work.signal, to);
          // Whoever goes on tries it again: what came of it is written down nowhere.
          if (failure !== null && (failure.isGone || work.signal.aborted)) return 'stopped';
          to.told(failure === null ? 'taken' : 'failed');
          const place = { position: change.position, ordinal: change.ordinal };
          const consumed = { ...work.lease(), place };
          const question = trying(letter.id, failure?.error ?? null, services.clock());
          const { verdicts } = await decide(services, [question], { ...BY, consumed });
          if (isWritten(verdicts)) work.moved(consumed);
        }
        return 'passed';
      }),
  };
}
