import type { ChildProcess } from 'node:child_process';
import { startProcess } from '../../../kernel/process.ts';
import type { Asked, Came } from './worker.ts';

/** More than any expression that somebody means to write needs. */
const MOST_MEGABYTES = 128;

/** One process for all, started when it is first asked, and anew when it has ended. */
let running: ChildProcess | null = null;
let turn: Promise<unknown> = Promise.resolve();

/**
 * Evaluates a checked expression out of this process, one at a time.
 * @returns what it comes to, or why it comes to nothing: something is not there, or it takes too long or too much memory
 */
export function evaluateOff(expression: string, variables: Readonly<Record<string, unknown>>): Promise<Came> {
  const own = turn.then(() => ask({ expression, variables }));
  turn = own;
  return own;
}

async function ask(asked: Asked): Promise<Came> {
  const child = running?.connected === true ? running : startProcess(import.meta.url, MOST_MEGABYTES);
  running = child;
  // While it is asked this process waits for it, and else may end.
  child.ref();
  child.channel?.ref();
  const came = await answerOf(child, asked);
  child.unref();
  child.channel?.unref();
  return came;
}

function answerOf(child: ChildProcess, asked: Asked): Promise<Came> {
  return new Promise((resolve) => {
    const answered = (came: Came) => {
      child.off('exit', ended).off('error', ended);
      resolve(came);
    };
    const ended = () => {
      running = null;
      child.off('message', answered).off('exit', ended).off('error', ended);
      resolve({ problem: `what evaluates it came to its end, as it does beyond ${MOST_MEGABYTES} MB of memory` });
    };
    child.once('message', answered).once('exit', ended).once('error', ended);
    child.send(asked, (error) => error !== null && ended());
  });
}
