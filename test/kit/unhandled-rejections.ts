export interface UnhandledRejections extends Disposable {
  readonly reasons: readonly unknown[];
}

/** Until it is disposed, gathers of which promises nobody heard that they failed; outside of tests one ends the process. */
export function gatherUnhandledRejections(): UnhandledRejections {
  const reasons: unknown[] = [];
  const listeners = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (reason) => reasons.push(reason));
  return {
    reasons,
    [Symbol.dispose]() {
      process.removeAllListeners('unhandledRejection');
      for (const listener of listeners) process.on('unhandledRejection', listener);
    },
  };
}
