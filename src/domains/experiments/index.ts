import { ExperimentRun } from './experiment-run.ts';
import { Experiment } from './experiment.ts';

export { experimentRelationFields as experimentResolvers } from './relation-fields.ts';
export { experimentRelationships } from './relationships.ts';

export const experimentKinds = [Experiment, ExperimentRun];
