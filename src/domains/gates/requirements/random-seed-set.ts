import { producingRun } from '../around.ts';
import { defineRequirement, fail, pass, unknown } from '../requirement.ts';

export const randomSeedSet = defineRequirement({
  type: 'RANDOM_SEED_SET',
  description: 'The run that made it says which random seed was set.',
  parameters: {},
  reads: ['release <-PRODUCED- ExperimentRun.randomSeed'],
  async assess({ release }, _parameters, evidence) {
    const run = await producingRun(evidence);
    if (run === null) return unknown(`No run is known that made ${release.name}.`, 'Log the run that made it.');
    const seed = evidence.property(run, 'randomSeed');
    if (typeof seed === 'number') return pass(`The run ${run.name} was seeded with ${seed}.`);
    return fail(`The run ${run.name} says of no random seed.`, 'Set a seed, and log it as randomSeed of the run.');
  },
});
