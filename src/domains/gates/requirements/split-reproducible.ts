import { isThere, producingRun } from '../around.ts';
import { defineRequirement, fail, pass, unknown } from '../requirement.ts';
import { some } from '../sentence.ts';

export const splitReproducible = defineRequirement({
  type: 'SPLIT_REPRODUCIBLE',
  description:
    'Another run of its experiment, with the same seed and the same version of the data, split them the same: as told ' +
    'by the fingerprints of the splits.',
  parameters: {},
  reads: [
    'release <-PRODUCED- ExperimentRun (randomSeed, dataVersion, splitFingerprint)',
    'release <-PRODUCED- ExperimentRun <-CONTAINS- Experiment -CONTAINS-> ExperimentRun',
  ],
  async assess({ release }, _parameters, evidence) {
    const run = await producingRun(evidence);
    if (run === null) return unknown(`No run is known that made ${release.name}.`, 'Log the run that made it.');
    const [seed, data, split] = TOLD.map((name) => evidence.property(run, name));
    const untold = TOLD.filter((name) => run[name] === null || run[name] === undefined);
    if (untold.length > 0) {
      const what = untold.join(', ');
      return unknown(`The run ${run.name} does not tell ${what}.`, `Log ${what} of the run.`);
    }
    const experiments = (await evidence.related(run, 'CONTAINS', 'in')).map(({ entity }) => entity);
    const runs = (await evidence.relatedOf(experiments, 'CONTAINS', 'out')).flat().map(({ entity }) => entity);
    // A run that lies in several experiments is one; and no run bears witness for itself.
    const others = [...new Map(runs.map((each) => [each.id, each])).values()].filter(({ id }) => id !== run.id);
    const alike = others.filter(
      (other) => isThere(other) && other['randomSeed'] === seed && other['dataVersion'] === data,
    );
    const told = alike.filter((other) => typeof evidence.property(other, 'splitFingerprint') === 'string');
    const same = `seed ${String(seed)} and data ${String(data)}`;
    if (told.length === 0) {
      const what = `No other run of the same experiment with ${same} tells how it split: ${run.name} has no second.`;
      return unknown(what, `Run it once more with ${same}, in the same experiment, and log its splitFingerprint.`);
    }
    const different = told.filter((other) => other['splitFingerprint'] !== split);
    if (different.length > 0) {
      const names = some(different.map(({ name }) => name));
      return fail(
        `With ${same}, ${names} split otherwise than ${run.name}.`,
        'Find out what the split depends on beside the seed, fix that, and run it twice.',
      );
    }
    return pass(`With ${same}, ${some(told.map(({ name }) => name))} split the same as ${run.name}.`);
  },
});

const TOLD = ['randomSeed', 'dataVersion', 'splitFingerprint'] as const;
