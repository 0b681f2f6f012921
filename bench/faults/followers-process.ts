import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { firstDifference } from './difference.ts';
import { follow, type Follower } from './follower.ts';
import type { FeedAsked } from './story.ts';

/** What the process is asked for: it says 'following' once all clients have begun, and cuts them off from 'go' on. */
export interface Followers {
  readonly urls: readonly string[];
  /** One for each client, in turn. */
  readonly feeds: readonly FeedAsked[];
  readonly after: string;
  readonly clients: number;
  /** How often each is cut off, at random within so many seconds. */
  readonly cuts: number;
  readonly seconds: number;
}

/** Its answer, once it is told what each feed should have told. */
export interface Outcome {
  readonly cuts: number;
  readonly resumes: number;
  readonly items: number;
  readonly complete: number;
  readonly difference: string | null;
}

const PATIENCE_MS = 60_000;
/** For what should not come any more. */
const SURPLUS_MS = 1_000;

const asked = JSON.parse(process.argv[2] ?? '') as Followers;
const kept = new Map<string, string>();
const anyUrl = () => asked.urls[Math.floor(Math.random() * asked.urls.length)] as string;
const followers = Array.from({ length: asked.clients }, (_, index) => {
  const feed = index % asked.feeds.length;
  const { name, variables } = asked.feeds[feed] as FeedAsked;
  return { feed, name: `client ${index}, of ${name}`, ...follow(anyUrl, { ...variables, after: asked.after }, kept) };
});

async function cutAtRandom(follower: Follower): Promise<void> {
  const begin = performance.now();
  const times = Array.from({ length: asked.cuts }, () => Math.random() * asked.seconds * 1_000).sort((a, b) => a - b);
  for (const time of times) {
    await pause(Math.max(0, begin + time - performance.now()));
    // While the server is away there is nothing to be cut off; once it is back not all are to be at the same step.
    while (!follower.cut()) await pause(Math.random() * 500);
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!isTrue() && performance.now() < end) await pause(20);
}

await until(() => followers.every(({ begun }) => begun() > 0));
const went = once(process, 'message');
process.send?.('following');
await went;
const compared = once(process, 'message') as Promise<[readonly (readonly string[])[]]>;
await Promise.all(followers.map(cutAtRandom));
const [expected] = await compared;
const pairs = followers.map(({ name, feed, told }) => ({ name, told, due: expected[feed] ?? [] }));
await until(() => pairs.every(({ told, due }) => told.length >= due.length));
await pause(SURPLUS_MS);
const differences = pairs.flatMap(({ name, told, due }) => {
  const difference = firstDifference(told, due);
  return difference === null ? [] : [`${name}: ${difference}`];
});
const outcome: Outcome = {
  cuts: asked.cuts * followers.length,
  resumes: followers.reduce((sum, { begun }) => sum + begun() - 1, 0),
  items: followers.reduce((sum, { told }) => sum + told.length, 0),
  complete: followers.length - differences.length,
  difference: differences[0] ?? null,
};
process.send?.(outcome, () => process.disconnect());
await Promise.all(followers.map((each) => each[Symbol.asyncDispose]()));
