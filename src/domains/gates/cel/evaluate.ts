import { startWorker, type Started } from '../../../kernel/worker.ts';
import type { CelMethods } from './worker.ts';

/** What takes longer is cut off: others wait behind it. */
const MOST_MS = 1_000;

/** One thread for all, started when it is first asked for, and anew after it was cut off. */
let thread: Promise<Started<CelMethods>> | null = null;
let turn: Promise<unknown> = Promise.resolve();

/**
 * Evaluates a checked expression off the event loop, one at a time.
 * @returns what it comes to, or why it comes to nothing: something is not there, or it takes longer than a second
 */
export function evaluateOff(
  expression: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<boolean | { readonly problem: string }> {
  const own = turn.then(() => cutOff(expression, variables));
  turn = own.catch(() => undefined);
  return own;
}

async function cutOff(expression: string, variables: Readonly<Record<string, unknown>>) {
  thread ??= startWorker<CelMethods>(import.meta.url, null);
  const started = await thread;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), MOST_MS)));
  const result = await Promise.race([started.remote.evaluate(expression, variables), late]);
  clearTimeout(timer);
  if (result !== null) return result;
  thread = null;
  void started.kill();
  return { problem: `it takes longer than ${MOST_MS / 1_000} s` };
}
