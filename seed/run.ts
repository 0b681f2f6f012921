import type { JsonObject } from '../src/kernel/json.ts';
import { after } from './calendar.ts';
import type { Job } from './job.ts';
import { uuid } from './noise.ts';
import type { Story } from './story.ts';

export interface RunPlan {
  readonly startedAt: string;
  /** From its first event to its last. */
  readonly seconds: number;
  /** Why it failed; it completed where this is left out. */
  readonly failure?: string;
  readonly facets?: JsonObject;
}

const PRODUCER = 'https://github.com/OpenLineage/OpenLineage/tree/1.40.1/client/python';

/** A run from START to its end, as the OpenLineage connector would tell of it. @returns its id */
export function tellRun(story: Story, job: Job, { startedAt, seconds, failure, facets = {} }: RunPlan): string {
  const id = uuid(job.id, startedAt);
  tellRunEvent(story, job, id, 'START', startedAt, facets);
  const cause = failure === undefined ? {} : { errorMessage: { message: failure, programmingLanguage: 'python' } };
  const end = failure === undefined ? 'COMPLETE' : 'FAIL';
  tellRunEvent(story, job, id, end, after(startedAt, seconds), { ...facets, ...cause });
  return id;
}

export function tellRunEvent(
  story: Story,
  { id: job, inputs, outputs }: Job,
  runId: string,
  eventType: string,
  eventTime: string,
  facets: JsonObject = {},
): void {
  const value = { runId, eventType, eventTime, inputs, outputs, producer: PRODUCER, facets };
  story.by('openlineage', eventTime).observe(job, 'run', runId, value);
}
