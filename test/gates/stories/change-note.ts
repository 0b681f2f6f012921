import type { RequirementStory } from './story.ts';

export const changeNote: RequirementStory = {
  parameters: { words: 3 },
  steps: [
    {
      told: 'the run has a note',
      tell: (world) => world.entity('EXPERIMENT_RUN', 'run-2', { changeNote: 'Without the coupons.' }),
      verdict: 'PASS',
      why: /run-2 has a change note of 3 words/,
    },
    {
      told: 'the note is cut short',
      tell: (world) => world.entity('EXPERIMENT_RUN', 'run-2', { changeNote: 'fix' }),
      verdict: 'FAIL',
      why: /no change note of 3 or more words on churn@2 or run-2/,
    },
    {
      told: 'it is written out',
      tell: (world) => world.entity('EXPERIMENT_RUN', 'run-2', { changeNote: 'Coupons are left out, they are gone.' }),
      verdict: 'PASS',
      why: /7 words/,
    },
    {
      told: 'another version is looked at, which is known by its name alone, as is the run that made it',
      async tell(world) {
        world.release = world.urn('MODEL_VERSION', 'churn@3');
        await world.relate('PRODUCED', world.urn('EXPERIMENT_RUN', 'run-3'), world.release);
        await world.relate('CONTAINS', world.model, world.release);
      },
      verdict: 'UNKNOWN',
      why: /Nobody described churn@3/,
    },
  ],
};
