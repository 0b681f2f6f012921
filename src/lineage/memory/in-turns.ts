import { isStretchOver, nextTurn } from '../../kernel/turns.ts';

/**
 * Runs to the first yield at once, and on from each in a turn of its own. Where the stretch of the present turn is over
 * it begins in the next: a thousand short walks hold up others like one long one.
 */
export function inTurns<T>(steps: Generator<undefined, T>): T | Promise<T> {
  if (!isStretchOver()) {
    const first = steps.next();
    if (first.done === true) return first.value;
  }
  return (async () => {
    for (;;) {
      await nextTurn();
      const next = steps.next();
      if (next.done === true) return next.value;
    }
  })();
}
