import { Entity } from '../kind/entity.ts';
import { relatedConnection, relatedList, relatedOne } from '../kind/related-field.ts';
import { ModelVersion } from '../registry/index.ts';
import { ExperimentRun } from './experiment-run.ts';
import { Experiment } from './experiment.ts';

const owner = 'experiments';

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
    description: 'The features and data that it was fed with.',
  }),
  relatedList({
    owner,
    on: () => ExperimentRun.Type,
    name: 'produced',
    of: () => ModelVersion.Type,
    relationship: 'PRODUCED',
    direction: 'out',
    description: 'The model versions that came of it.',
  }),
  relatedOne({
    owner,
    on: () => ModelVersion.Type,
    name: 'producedBy',
    of: () => ExperimentRun.Type,
    relationship: 'PRODUCED',
    direction: 'in',
    description: 'The run that made it.',
  }),
];
