import { createSourceEventStream, GraphQLError, type ExecutionResult } from 'graphql';
import type { Execute, Feed } from '../../graphql/index.ts';
import type { Telemetry } from '../../telemetry/events.ts';
import type { Admitted } from '../admit.ts';
import { createAnswers } from './answers.ts';
import { Groups } from './groups.ts';
import { Subscription } from './subscription.ts';

/** Begins a subscription; the answer that refuses one is as graphql-js gives it. */
export type Subscribe = (admitted: Admitted) => Promise<Subscription | ExecutionResult>;

/** Subscriptions of which those that are told the same share what it takes. */
export function createSubscribe(execute: Execute, telemetry: Telemetry): Subscribe {
  const groups = new Groups(telemetry);
  let open = 0;

  function count(change: number): void {
    open += change;
    telemetry.subscriptionsOpen(open);
  }

  return async ({ args, followed }) => {
    const begun = await createSourceEventStream(args);
    if (!(Symbol.asyncIterator in begun)) return begun;
    const feed = begun as Feed;
    try {
      // Where there is nobody to join it is opened here, where it can be refused.
      const source = groups.at(followed, feed.from) === null ? await feed.open() : null;
      count(1);
      return new Subscription(
        { followed, feed, answerTo: createAnswers(execute, args, telemetry), source },
        groups,
        () => count(-1),
      );
    } catch (error) {
      return { errors: [new GraphQLError('', { originalError: error as Error })] };
    }
  };
}
