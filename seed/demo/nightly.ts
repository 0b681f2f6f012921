import { after, BEGIN, DAYS, on } from '../calendar.ts';
import { tellJob, type Job } from '../job.ts';
import { noise, uuid } from '../noise.ts';
import { tellRun, tellRunEvent } from '../run.ts';
import type { Story } from '../story.ts';
import { team } from './people.ts';
import { AIRFLOW } from './places.ts';

/** When each job of the night begins, and about how many seconds it takes. */
export type Plan = readonly (readonly [job: Job, begins: string, seconds: number])[];

/** The nights on which something failed: what, why, and when it ran again. */
export interface Failure {
  readonly day: number;
  readonly job: Job;
  readonly message: string;
  readonly again: string;
}

/** The parent of the night's jobs, every run of theirs, and by day the run that completed. */
export function tellNights(story: Story, plan: Plan, failures: readonly Failure[]): (job: Job, day: number) => string {
  const nightly = tellNightly(story, plan);
  const completed = new Map<string, string>();
  for (let day = 0; day < DAYS; day++) {
    const parent = uuid(nightly.id, on(day, '02:00'));
    const facets = { parent: { run: { runId: parent }, job: { namespace: AIRFLOW, name: 'nightly' } } };
    const failed = failures.filter((failure) => failure.day === day);
    for (const [job, begins, typical] of plan) {
      const seconds = Math.round(typical * (0.8 + 0.4 * noise(job.id, day))) + noise(day, job.id);
      const failure = failed.find((each) => each.job === job);
      const startedAt = after(on(day, begins), noise(job.id, day, 'start') * 5);
      if (failure === undefined) {
        completed.set(`${day} ${job.id}`, tellRun(story, job, { startedAt, seconds, facets }));
      } else {
        tellRun(story, job, { startedAt, seconds: seconds / 10, facets, failure: failure.message });
        completed.set(`${day} ${job.id}`, tellRun(story, job, { startedAt: on(day, failure.again), seconds }));
      }
    }
    tellRunEvent(story, nightly, parent, 'START', on(day, '02:00'));
    tellRunEvent(story, nightly, parent, failed.length === 0 ? 'COMPLETE' : 'FAIL', on(day, '04:00'));
  }
  // Each run shows anew what it reads and writes; the last is enough to tell that it still does.
  for (const [job, begins] of plan) job.show(story.by('openlineage', on(DAYS - 1, begins), 'OBSERVED'));
  return (job, day) => completed.get(`${day} ${job.id}`) ?? '';
}

function tellNightly(story: Story, plan: Plan): Job {
  const seen = story.by('openlineage', BEGIN, 'OBSERVED');
  const nightly = tellJob(seen, AIRFLOW, 'nightly', {
    props: {
      description: 'Everything that has to be fresh by six in the morning.',
      jobType: 'DAG',
      processingType: 'BATCH',
      integration: 'AIRFLOW',
      expectedIntervalSeconds: 86_400,
    },
    reads: {},
    writes: [],
  });
  for (const [job] of plan) seen.relation('CONTAINS', nightly.id, job.id);
  story.by('api', BEGIN).owns(team('data-platform'), [nightly.id]);
  return nightly;
}

/** Streams run until they are restarted; between, they report once a week that they do. */
export function tellStreams(story: Story, jobs: readonly Job[]): void {
  const RESTARTED = 19;
  for (const job of jobs) {
    const [first, second] = [uuid(job.id, 'first'), uuid(job.id, 'second')];
    const at = (day: number) => after(on(day, '05:00'), noise(job.id, day) * 60);
    tellRunEvent(story, job, first, 'START', at(0));
    for (const day of [7, 14]) tellRunEvent(story, job, first, 'RUNNING', at(day));
    tellRunEvent(story, job, first, 'ABORT', at(RESTARTED));
    tellRunEvent(story, job, second, 'START', after(at(RESTARTED), 40));
    for (const day of [21, 28, 35, 42]) tellRunEvent(story, job, second, 'RUNNING', at(day));
    job.show(story.by('openlineage', at(DAYS - 1), 'OBSERVED'));
  }
}
