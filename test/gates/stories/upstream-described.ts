import type { RequirementStory } from './story.ts';

export const upstreamDescribed: RequirementStory = {
  steps: [
    {
      told: 'run and data are described',
      tell: () => Promise.resolve(),
      verdict: 'PASS',
      why: /All 2 entities upstream of churn@2 are described/,
    },
    {
      told: 'the run turns out to have used something that nobody knows',
      tell: (world) => world.relate('USED_BY', world.urn('DATASET', 'dump'), world.run),
      verdict: 'FAIL',
      why: /nobody describes dump/,
    },
    {
      told: 'somebody describes it',
      tell: (world) => world.entity('DATASET', 'dump'),
      verdict: 'PASS',
      why: /All 3/,
    },
    {
      told: 'no run is known any more that made it',
      tell: (world) => world.unrelate('PRODUCED', world.run, world.release),
      verdict: 'UNKNOWN',
      why: /Nothing is known to be upstream/,
    },
  ],
};
