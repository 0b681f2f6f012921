import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../src/cli/free-port.ts';
import { startProcess, type Started } from '../server.ts';

/** Servers in processes of their own, each at a place that stays when it is killed and started anew. */
export interface Instances extends AsyncDisposable {
  readonly urls: readonly string[];
  /** Kills one of them at random, and starts it again. */
  killOne(): Promise<void>;
}

/** @param folders one for each */
export async function startInstances(
  folders: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<Instances> {
  const begin: (() => Promise<Started>)[] = [];
  const running: Started[] = [];
  for (const folder of folders) {
    const PORT = String(await freePort());
    const start = () => startProcess(folder, { LOG_LEVEL: 'error', ...settings, PORT });
    begin.push(start);
    running.push(await start());
  }
  return {
    urls: running.map(({ url }) => url),
    async killOne() {
      const index = Math.floor(Math.random() * running.length);
      await running[index]?.kill();
      // Long enough that clients find nobody there.
      await pause(Math.random() * 300);
      running[index] = (await begin[index]?.()) as Started;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(running.map((each) => each[Symbol.asyncDispose]()));
    },
  };
}
