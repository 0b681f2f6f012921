import { Deployment } from '../deployments/index.ts';
import { connectionTypes } from '../kind/connection.ts';
import { Entity } from '../kind/entity.ts';
import { relatedConnection, relatedList, relatedOne } from '../kind/related-field.ts';
import { ConfigVersion, ModelVersion, Releasable } from '../registry/index.ts';
import { CodeArtifact } from './code-artifact.ts';
import { Environment } from './environment.ts';
import { ExperimentRun } from './experiment-run.ts';
import { Experiment } from './experiment.ts';
import { ValidationSet } from './validation-set.ts';

const owner = 'experiments';
/** Of what can be of any kind. */
const { Connection: EntityConnection } = connectionTypes('Entity', () => Entity);

export const experimentRelationFields = [
  relatedConnection({
    owner,
    on: () => Experiment.Type,
    name: 'runs',
    connection: () => ExperimentRun.Connection,
    relationship: 'CONTAINS',
    direction: 'out',
    description: 'Its runs, by id.',
  }),
  relatedOne({
    owner,
    on: () => ExperimentRun.Type,
    name: 'experiment',
    of: () => Experiment.Type,
    relationship: 'CONTAINS',
    direction: 'in',
    description: 'The experiment that it belongs to.',
  }),
  relatedList({
    owner,
    on: () => ExperimentRun.Type,
    name: 'inputs',
    of: () => Entity,
    relationship: 'USED_BY',
    direction: 'in',
    description: 'The features and data that it was fed with, its code and its environment.',
  }),
  ...[ValidationSet, CodeArtifact, Environment].map((kind) =>
    relatedConnection({
      owner,
      on: () => kind.Type,
      name: 'usedBy',
      connection: () => EntityConnection,
      relationship: 'USED_BY',
      direction: 'out',
      description: 'What runs with it: experiment runs, jobs, deployments; by id.',
    }),
  ),
  relatedList({
    owner,
    on: () => Deployment.Type,
    name: 'runsBy',
    of: () => Entity,
    relationship: 'USED_BY',
    direction: 'in',
    description: 'The code that it executes, and the environment that it executes it in.',
  }),
  relatedList({
    owner,
    on: () => ExperimentRun.Type,
    name: 'produced',
    of: () => ModelVersion.Type,
    relationship: 'PRODUCED',
    direction: 'out',
    kind: ModelVersion.kind,
    description: 'The model versions that came of it.',
  }),
  relatedList({
    owner,
    on: () => ExperimentRun.Type,
    name: 'configured',
    of: () => ConfigVersion.Type,
    relationship: 'PRODUCED',
    direction: 'out',
    kind: ConfigVersion.kind,
    description: 'The versions of configurations that came of it.',
  }),
  relatedOne({
    owner,
    on: () => Releasable,
    name: 'producedBy',
    of: () => ExperimentRun.Type,
    relationship: 'PRODUCED',
    direction: 'in',
    description: 'The run that made it.',
  }),
];
