import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { checkReplay } from './check-replay.ts';
import { follow, keyOf } from './follower.ts';
import type { Followers, Outcome } from './followers-process.ts';
import type { Instances } from './instances.ts';
import { createStory, type Story } from './story.ts';
import { writeEvents } from './write-events.ts';
import { createWriter } from './writer.ts';

export interface Scale {
  readonly clients: number;
  /** Of each client. */
  readonly cuts: number;
  readonly events: number;
  readonly kills: number;
  /** Over which all this is spread. */
  readonly seconds: number;
}

export interface Run extends Outcome {
  readonly events: number;
  readonly retries: number;
  readonly seconds: number;
}

const PROGRAM = fileURLToPath(new URL('followers-process.js', import.meta.url));

/** @throws Error telling the first difference, where a client was not told just what a replay tells */
export async function runFaults(instances: Instances, scale: Scale): Promise<Run> {
  const { urls } = instances;
  const story = createStory(`faults-${Date.now()}`);
  const after = await createWriter(urls).apply(story.graph);
  const asked: Followers = { urls, after, feeds: story.feeds, ...scale };
  const followers = fork(PROGRAM, [JSON.stringify(asked)]);
  try {
    await once(followers, 'message');
    const begin = performance.now();
    followers.send('go');
    const [{ acknowledged, retries }] = await Promise.all([
      writeEvents(urls, story, scale),
      killAtRandom(instances, scale),
    ]);
    const expected = await replays(urls, story, after);
    const [all = []] = expected;
    checkReplay(all, acknowledged);
    followers.send(expected);
    const [outcome] = (await once(followers, 'message')) as [Outcome];
    if (outcome.difference !== null) throw new Error(outcome.difference);
    return { ...outcome, events: all.length, retries, seconds: (performance.now() - begin) / 1_000 };
  } finally {
    followers.kill();
  }
}

async function killAtRandom(instances: Instances, { kills, seconds }: Scale): Promise<void> {
  const part = (seconds * 1_000) / kills;
  const begin = performance.now();
  for (let kill = 0; kill < kills; kill += 1) {
    await pause(Math.max(0, begin + part * (kill + Math.random()) - performance.now()));
    await instances.killOne();
  }
}

/** What one client of each feed is told that comes afterwards, up to the last event. */
function replays(urls: readonly string[], { feeds, last }: Story, after: string): Promise<string[][]> {
  return Promise.all(
    feeds.map(async ({ variables }) => {
      await using follower = follow(() => urls[0] as string, { ...variables, after });
      while (keyOf(follower.told.at(-1)) !== last.key) await pause(20);
      return [...follower.told];
    }),
  );
}
