import { CodeArtifact } from './code-artifact.ts';
import { Environment } from './environment.ts';
import { ExperimentRun } from './experiment-run.ts';
import { Experiment } from './experiment.ts';
import { ValidationSet } from './validation-set.ts';

export { experimentRelationFields as experimentResolvers } from './relation-fields.ts';
export { experimentRelationships } from './relationships.ts';

export const experimentKinds = [Experiment, ExperimentRun, ValidationSet, CodeArtifact, Environment];
