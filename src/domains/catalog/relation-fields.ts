import { Entity } from '../kind/entity.ts';
import { relatedConnection, relatedList, relatedOne } from '../kind/related-field.ts';
import { DataSource } from './data-source.ts';
import { Dataset } from './dataset.ts';
import { Field } from './field.ts';
import { Job } from './job.ts';
import { Person } from './person.ts';
import { Team } from './team.ts';

const owner = 'catalog';
const dataset = { owner, on: () => Dataset.Type };
const field = { owner, on: () => Field.Type };
const job = { owner, on: () => Job.Type };

export const catalogRelationFields = [
  relatedConnection({
    ...dataset,
    name: 'fields',
    connection: () => Field.Connection,
    relationship: 'CONTAINS',
    direction: 'out',
    description: 'Its columns, by id.',
  }),
  relatedList({
    ...dataset,
    name: 'readBy',
    of: () => Job.Type,
    relationship: 'READ_BY',
    direction: 'out',
    description: 'The jobs that read it.',
  }),
  relatedList({
    ...dataset,
    name: 'writtenBy',
    of: () => Entity,
    relationship: 'WRITES',
    direction: 'in',
    description: 'The jobs and deployments that write it.',
  }),
  relatedList({
    ...dataset,
    name: 'dataSources',
    of: () => DataSource.Type,
    relationship: 'FEEDS',
    direction: 'in',
    description: 'The systems that hold or deliver it.',
  }),
  relatedList({
    ...dataset,
    name: 'symlinks',
    of: () => Dataset.Type,
    relationship: 'SYMLINK_OF',
    direction: 'in',
    description: 'Names that lead to it without being the same table; those that are stand in aliases.',
  }),
  relatedConnection({
    owner,
    on: () => DataSource.Type,
    name: 'datasets',
    connection: () => Dataset.Connection,
    relationship: 'FEEDS',
    direction: 'out',
    description: 'The datasets that it holds or delivers, by id.',
  }),
  relatedOne({
    ...field,
    name: 'dataset',
    of: () => Dataset.Type,
    relationship: 'CONTAINS',
    direction: 'in',
    description: 'The dataset that it is a column of.',
  }),
  relatedList({
    ...field,
    name: 'derivesFrom',
    of: () => Field.Type,
    relationship: 'DERIVES',
    direction: 'in',
    description: 'The fields that it is computed from.',
  }),
  relatedList({
    ...field,
    name: 'derivedFields',
    of: () => Field.Type,
    relationship: 'DERIVES',
    direction: 'out',
    description: 'The fields that are computed from it.',
  }),
  relatedList({
    ...job,
    name: 'inputs',
    of: () => Entity,
    relationship: 'READ_BY',
    direction: 'in',
    description: 'What it reads.',
  }),
  relatedList({
    ...job,
    name: 'outputs',
    of: () => Dataset.Type,
    relationship: 'WRITES',
    direction: 'out',
    description: 'The datasets that it writes.',
  }),
  relatedList({
    ...job,
    name: 'children',
    of: () => Job.Type,
    relationship: 'CONTAINS',
    direction: 'out',
    description: 'The jobs that run as parts of it.',
  }),
  relatedOne({
    ...job,
    name: 'parent',
    of: () => Job.Type,
    relationship: 'CONTAINS',
    direction: 'in',
    description: 'The job that it runs as a part of.',
  }),
  relatedList({
    owner,
    on: () => Team.Type,
    name: 'members',
    of: () => Person.Type,
    relationship: 'CONTAINS',
    direction: 'out',
    description: 'Who is in it.',
  }),
  ...[Person, Team].map((kind) =>
    relatedList({
      owner,
      on: () => kind.Type,
      name: 'owns',
      of: () => Entity,
      relationship: 'OWNS',
      direction: 'out',
      description: 'What it answers for, by id.',
    }),
  ),
  relatedList({
    owner,
    on: () => Entity as never,
    name: 'owners',
    of: () => Entity,
    relationship: 'OWNS',
    direction: 'in',
    description: 'The people and teams that answer for it.',
  }),
];
