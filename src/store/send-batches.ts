import type { WritableFact } from '../kernel/fact.ts';
import type { Remote } from '../kernel/worker.ts';
import type { Batch } from './ports.ts';

/** What goes from thread to thread is copied while the event loop waits: so many take some milliseconds. */
const FACTS_A_MESSAGE = 500;

type BatchSize = Omit<Batch, 'facts'> & { readonly facts: number };

/** In a writer's thread: the methods that take batches in parts, and apply them once they are whole. */
export function receiveBatches<R>(apply: (batches: readonly Batch[]) => R) {
  const taken = new Map<number, WritableFact[]>();
  return {
    /** The facts of one call of `apply`, in parts and in order. */
    take(call: number, facts: readonly WritableFact[]): void {
      const before = taken.get(call);
      if (before === undefined) taken.set(call, [...facts]);
      else before.push(...facts);
    },
    /** @param sizes the batches, each with the number of its facts in place of them */
    apply(call: number, sizes: readonly BatchSize[]): R {
      const facts = taken.get(call) ?? [];
      taken.delete(call);
      let end = 0;
      return apply(sizes.map((batch) => ({ ...batch, facts: facts.slice(end, (end += batch.facts)) })));
    },
  };
}

/** On the main thread: applies batches in the writer's thread, without holding up the event loop for long ones. */
export function sendBatches<R>(writer: Remote<ReturnType<typeof receiveBatches<R>>>) {
  let calls = 0;
  return async (batches: readonly Batch[]): Promise<Awaited<R>> => {
    const call = (calls += 1);
    const facts = batches.flatMap((batch) => batch.facts);
    for (let start = 0; start < facts.length; start += FACTS_A_MESSAGE) {
      await writer.take(call, facts.slice(start, start + FACTS_A_MESSAGE));
    }
    return writer.apply(
      call,
      batches.map((batch) => ({ ...batch, facts: batch.facts.length })),
    );
  };
}
