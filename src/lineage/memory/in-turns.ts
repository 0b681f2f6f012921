import { setImmediate } from 'node:timers/promises';

/** Runs to the first yield at once, and on from each in a turn of its own. */
export function inTurns<T>(steps: Generator<undefined, T>, done: () => void): T | Promise<T> {
  const first = steps.next();
  if (first.done === true) {
    done();
    return first.value;
  }
  return (async () => {
    for (;;) {
      await setImmediate();
      const next = steps.next();
      if (next.done === true) {
        done();
        return next.value;
      }
    }
  })();
}
