import type { RequirementStory } from './story.ts';

export const randomSeedSet: RequirementStory = {
  steps: [
    {
      told: 'the run logs a seed',
      tell: (world) => world.entity('EXPERIMENT_RUN', 'run-2', { randomSeed: 42 }),
      verdict: 'PASS',
      why: /run-2 was seeded with 42/,
    },
    {
      told: 'it takes that back',
      tell: (world) => world.entity('EXPERIMENT_RUN', 'run-2', { randomSeed: null }),
      verdict: 'FAIL',
      why: /run-2 says of no random seed/,
    },
    {
      told: 'it says so again',
      tell: (world) => world.entity('EXPERIMENT_RUN', 'run-2', { randomSeed: 7 }),
      verdict: 'PASS',
      why: /seeded with 7/,
    },
    {
      told: 'nobody says any more which run made it',
      tell: (world) => world.unrelate('PRODUCED', world.run, world.release),
      verdict: 'UNKNOWN',
      why: /No run is known that made churn@2/,
    },
  ],
};
