import type { RequirementStory, World } from './story.ts';

const load = (world: World) => world.urn('JOB', 'load');
/** The job is seen to write the table, in January. */
const writes = (world: World, at = '2026-01-01T00:00:00Z') =>
  world.relate('WRITES', load(world), world.data, {}, { at, provenance: 'OBSERVED' });
const everyDays = (world: World, days: number | null) =>
  world.entity('JOB', 'load', { expectedIntervalSeconds: days === null ? null : days * 86_400 });

export const upstreamFresh: RequirementStory = {
  steps: [
    {
      told: 'the job that writes its data is due only after years',
      async tell(world) {
        await everyDays(world, 10_000);
        await writes(world);
      },
      verdict: 'PASS',
      why: /^Nothing upstream of churn@2 is stale, by the intervals of 1 of 1 jobs\.$/,
    },
    {
      told: 'it is said to be due every day',
      tell: (world) => everyDays(world, 1),
      verdict: 'FAIL',
      why: /^Stale upstream: load -WRITES-> customers\./,
    },
    {
      told: 'it is seen to have written by now',
      tell: (world) => writes(world, new Date().toISOString()),
      verdict: 'PASS',
      why: /Nothing upstream of churn@2 is stale/,
    },
    {
      told: 'nobody says any more how often it runs',
      tell: (world) => everyDays(world, null),
      verdict: 'UNKNOWN',
      why: /^None of 1 jobs upstream of churn@2 is known to run at any interval\./,
    },
  ],
};
