import { DatasetAliases } from './aliases.ts';
import { DatasetFacets, JobFacets } from './facets.ts';
import { DataSource } from './data-source.ts';
import { Dataset } from './dataset.ts';
import { Field } from './field.ts';
import { JobInterval } from './job-interval.ts';
import { JobRunEnds, JobRuns } from './job-run.ts';
import { Job } from './job.ts';
import { Person } from './person.ts';
import { catalogRelationFields } from './relation-fields.ts';
import { Team } from './team.ts';

export { Dataset, Job };
export { catalogRelationships } from './relationships.ts';

export const catalogKinds = [DataSource, Dataset, Field, Job, Person, Team];
export const catalogResolvers = [
  ...catalogRelationFields,
  DatasetAliases,
  DatasetFacets,
  JobFacets,
  JobInterval,
  JobRuns,
  JobRunEnds,
];
