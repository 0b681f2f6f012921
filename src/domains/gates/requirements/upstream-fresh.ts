import { RUN_METRIC, withEvent, type Run } from '../../../kernel/run.ts';
import { formatTime, micros, type Micros } from '../../../kernel/time.ts';
import { urnParts, type Urn } from '../../../kernel/urn.ts';
import type { ReachedLink } from '../../../lineage/traversal.ts';
import { nothingUpstream, wholesOf } from '../around.ts';
import type { Evidence } from '../evidence.ts';
import { defineRequirement, fail, pass, unknown, type Finding } from '../requirement.ts';
import { some } from '../sentence.ts';

const HOUR = 3_600_000_000;
/** Of each job so many of its newest runs are looked at for one that succeeded. */
const NEWEST = 100;

export const upstreamFresh = defineRequirement({
  type: 'UPSTREAM_FRESH',
  description:
    'Nothing that jobs read or write on the way to it is stale; where an age is given, each dataset that jobs write there ' +
    'was written by a run that succeeded since.',
  parameters: {
    maxAgeHours: {
      type: 'float',
      range: [0, 100_000],
      default: null,
      description: 'How long ago the last run that succeeded may have ended, in hours.',
    },
  },
  reads: ['release <-…- Link.stale', 'release <-…- Job.staleAfterSeconds', 'release <-…- Job.runs'],
  async assess(candidate, { maxAgeHours }, evidence) {
    const { release, asOf } = candidate;
    const { nodes, links } = await evidence.upstream();
    if (nodes.length < 2) return nothingUpstream(candidate);
    const ids = nodes.map(({ id }) => id);
    // A column comes from columns, past the jobs: what writes its table counts nevertheless.
    const all = [...links, ...(await evidence.written(wholesOf(ids)))];
    const stale = [...new Set(all.filter(({ isStale }) => isStale).map(shown))];
    if (stale.length > 0) {
      evidence.note(release, 'stale upstream', stale);
      return fail(
        `Stale upstream: ${some(stale)}.`,
        'Have these jobs run again, or take back what they do not do any more.',
      );
    }
    if (maxAgeHours !== null) return withinAge(maxAgeHours, asOf, all, evidence);
    const jobs = [...new Set([...ids, ...all.map(({ from }) => from)])].filter(isJob);
    const timed = jobs.filter((job) => evidence.staleAfter(job) !== null);
    // Of a job that does not tell how often it runs nothing is ever stale: that says nothing about its data.
    if (timed.length === 0) {
      return unknown(
        `None of ${jobs.length} jobs upstream of ${release.name} is known to run at any interval.`,
        'Declare expectedIntervalSeconds of the jobs, or report five runs.',
      );
    }
    return pass(
      `Nothing upstream of ${release.name} is stale, by the intervals of ${timed.length} of ${jobs.length} jobs.`,
    );
  },
});

async function withinAge(
  hours: number,
  asOf: Micros,
  links: readonly ReachedLink[],
  evidence: Evidence,
): Promise<Finding> {
  const writers = new Map<Urn, Urn[]>();
  for (const { from, to, relation } of links) {
    if (relation?.type === 'WRITES' && isJob(from)) writers.set(to, [...(writers.get(to) ?? []), from]);
  }
  if (writers.size === 0) {
    return unknown('No job is known that writes anything upstream.', 'Report the runs of the jobs that do.');
  }
  const lasts = await lastSuccesses([...new Set([...writers.values()].flat())], evidence);
  const [old, untold]: [string[], string[]] = [[], []];
  for (const [dataset, jobs] of writers) {
    const name = urnParts(dataset).name;
    const told = jobs.flatMap((job) => lasts.get(job) ?? []);
    const last = Math.max(...told);
    if (told.length === 0) untold.push(name);
    else if (last === NEVER) old.push(`${name} by no run that is known`);
    else if (asOf - last > hours * HOUR) old.push(`${name} ${((asOf - last) / HOUR).toFixed(1)} hours ago`);
  }
  if (old.length > 0) {
    return fail(
      `Upstream, written last with success: ${some(old)}.`,
      `Have what is older than ${hours} hours written anew.`,
    );
  }
  if (untold.length > 0) {
    return unknown(`No run is known of what writes ${some(untold)}.`, 'Report the runs of the jobs that do.');
  }
  return pass(`All ${writers.size} datasets that jobs write upstream were written within ${hours} hours.`);
}

const NEVER = -Infinity;

/** When the last run of each job ended that succeeded: nothing of a job that tells of no run. */
async function lastSuccesses(jobs: readonly Urn[], evidence: Evidence): Promise<ReadonlyMap<Urn, [] | [number]>> {
  const observed = await evidence.observationsOf(jobs, RUN_METRIC, NEWEST);
  return new Map(
    jobs.map((job, index) => {
      const runs = observed[index] ?? [];
      const ends = runs.map(({ events }) => {
        const end = events.reduce<Run | null>(withEvent, null)?.end;
        return end?.type === 'COMPLETE' ? end.at : NEVER;
      });
      const last = Math.max(...ends);
      evidence.note({ id: job }, 'last run that succeeded', last === NEVER ? null : formatTime(micros(last)));
      return [job, runs.length === 0 ? [] : [last]];
    }),
  );
}

function isJob(id: Urn): boolean {
  return urnParts(id).kind === 'JOB';
}

function shown({ from, to, relation }: ReachedLink): string {
  return `${urnParts(from).name} -${relation?.type ?? '…'}-> ${urnParts(to).name}`;
}
