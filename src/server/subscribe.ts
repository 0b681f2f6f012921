import { setTimeout } from 'node:timers/promises';
import { createSourceEventStream, type GraphQLError, type ExecutionArgs, type ExecutionResult } from 'graphql';
import type { Execute } from '../graphql/index.ts';
import { isUnavailable } from '../kernel/errors.ts';

const RETRY_MS = 500;

/**
 * graphql-js's `subscribe` with an executor of ours, and one more difference: an item whose selection could not be read because the store was away is
 * answered once it is back. Delivered without its data it would be lost, as the feed goes on behind it.
 */
export async function subscribe(
  execute: Execute,
  args: ExecutionArgs,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const items = source[Symbol.asyncIterator]();
  let ended = false;

  async function answered(item: unknown): Promise<ExecutionResult> {
    for (;;) {
      const result = await execute({ ...args, rootValue: item });
      if (ended || !result.errors?.some(isForLackOfStore)) return result;
      await setTimeout(RETRY_MS);
    }
  }

  const answers: AsyncIterableIterator<ExecutionResult> = {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const { value, done } = (await items.next()) as IteratorResult<unknown>;
      return done === true ? { value: undefined, done } : { value: await answered(value), done: false };
    },
    async return() {
      ended = true;
      await items.return?.();
      return { value: undefined, done: true };
    },
  };
  return answers;
}

function isForLackOfStore(error: GraphQLError): boolean {
  return isUnavailable(error.originalError);
}
