import { setTimeout } from 'node:timers/promises';
import type { ExecutionArgs, GraphQLError } from 'graphql';
import type { Execute } from '../../graphql/index.ts';
import { isUnavailable } from '../../kernel/errors.ts';
import type { Telemetry } from '../../telemetry/events.ts';
import { toldErrors } from '../admit.ts';

const RETRY_MS = 500;

/** The answer to an item, as JSON in UTF-8; null where nobody waits for it any more. */
export type AnswerTo = (item: object, isAwaited: () => boolean) => Promise<Buffer | null>;

/**
 * Executes a subscription's selection on its items. An item whose selection could not be read because the store was away
 * is answered once it is back: delivered without its data it would be lost, as the feed goes on behind it.
 */
export function createAnswers(execute: Execute, args: ExecutionArgs, telemetry: Telemetry): AnswerTo {
  return async (item, isAwaited) => {
    while (isAwaited()) {
      const { errors, ...result } = await execute({ ...args, rootValue: item });
      if (errors === undefined) return inBytes(result);
      if (!isForLackOfStore(errors)) return inBytes({ errors: toldErrors(errors, telemetry), ...result });
      await setTimeout(RETRY_MS);
    }
    return null;
  };
}

function inBytes(result: object): Buffer {
  return Buffer.from(JSON.stringify(result));
}

/** Whether what could not be read now can be again once the store is back. */
export function isForLackOfStore(errors: readonly GraphQLError[] | undefined): boolean {
  return errors?.some(({ originalError }) => isUnavailable(originalError)) === true;
}
