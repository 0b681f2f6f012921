import type { Fact } from '../../src/kernel/fact.ts';
import { formatUrn } from '../../src/kernel/urn.ts';
import { runEvent } from './arbitrary-runs.ts';
import { trusted } from './trusted.ts';

export interface RunStory {
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
  readonly end?: string;
  readonly source?: string;
  /** The run's id; that of the hour's run where it is not given. */
  readonly key?: string;
}

export const time = (hour: number, minute = 0) => new Date(Date.UTC(2026, 0, 1, hour, minute)).toISOString();
export const microsOf = (hour: number) => Date.UTC(2026, 0, 1) * 1000 + hour * 3_600_000_000;

/** A job in a world of its own, of which one run begins at each hour and is done ten minutes later. */
export function jobIn(namespace: string) {
  const job = formatUrn('JOB', namespace, 'load');
  const dataset = (name: string) => formatUrn('DATASET', namespace, name);
  const event = (hour: number, minute: number, eventType: string, { reads = [], writes = [], source, key }: RunStory) =>
    runEvent({
      job,
      key: key ?? `run-${hour}`,
      eventType,
      inputs: reads.map(dataset),
      outputs: writes.map(dataset),
      at: time(hour, minute),
      source: source ?? 'openlineage',
    }).map(trusted);
  return {
    job,
    dataset,
    event,
    run: (hour: number, story: RunStory): Fact[] => [
      ...event(hour, 0, 'START', { ...story, writes: [] }),
      ...event(hour, 10, story.end ?? 'COMPLETE', story),
    ],
  };
}
