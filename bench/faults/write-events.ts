import { setTimeout as pause } from 'node:timers/promises';
import type { Story } from './story.ts';
import { createWriter, type Writer } from './writer.ts';

const WRITERS = 16;
/** So many alerts of each writer are open at a time. */
const OPEN = 4;
/** So many events come to one turn of the relation. */
const EVENTS_A_TURN = 100;

export interface Written {
  /** What was acknowledged: `RAISED key`, `RESOLVED key`. */
  readonly acknowledged: ReadonlySet<string>;
  /** How often something was not. */
  readonly retries: number;
}

/** Raises and resolves alerts and turns the relation meanwhile, as evenly over the time as goes; the last alert closes it. */
export async function writeEvents(
  urls: readonly string[],
  { datasets, turn, last }: Story,
  { events, seconds }: { readonly events: number; readonly seconds: number },
): Promise<Written> {
  const acknowledged = new Set<string>();
  const begin = performance.now();
  const gap = (seconds * 1_000) / events;
  const writers = Array.from({ length: WRITERS }, () => createWriter(urls));
  const turner = createWriter(urls);
  let count = 0;

  /** Waits until the next event is due; null once all are begun but the last. */
  async function next(): Promise<number | null> {
    if (count === events - 1) return null;
    const number = (count += 1);
    await pause(Math.max(0, begin + number * gap - performance.now()));
    return number;
  }

  async function raiseAndResolve(writer: Writer): Promise<void> {
    const open: { readonly key: string; readonly id: string }[] = [];
    for (let number = await next(); number !== null; number = await next()) {
      const oldest = open.length < OPEN ? undefined : open.shift();
      if (oldest === undefined) {
        const key = `${last.key} but ${number}`;
        const severity = number % 3 === 0 ? 'INFORMATIONAL' : 'CRITICAL';
        open.push({ key, id: await writer.raise(key, datasets[number % datasets.length] as string, severity) });
        acknowledged.add(`RAISED ${key}`);
      } else {
        await writer.resolve(oldest.id);
        acknowledged.add(`RESOLVED ${oldest.key}`);
      }
    }
  }

  async function turnRelation(): Promise<void> {
    for (let number = 1; count < events - 1; number += 1) {
      await turner.apply([turn(number)]);
      await pause(gap * EVENTS_A_TURN);
    }
  }

  await Promise.all([...writers.map(raiseAndResolve), turnRelation()]);
  await turner.raise(last.key, last.entity, 'CRITICAL');
  acknowledged.add(`RAISED ${last.key}`);
  return { acknowledged, retries: [turner, ...writers].reduce((sum, { retries }) => sum + retries, 0) };
}
