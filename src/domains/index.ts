import 'reflect-metadata';
import type { ClassType } from 'type-graphql';
import { createOntology, type RelationshipDeclaration } from '../kernel/ontology.ts';
import { DataSource } from './catalog/data-source.ts';
import { Dataset } from './catalog/dataset.ts';
import { Field } from './catalog/field.ts';
import { Job } from './catalog/job.ts';
import { Person } from './catalog/person.ts';
import { catalogRelationships } from './catalog/relationships.ts';
import { Team } from './catalog/team.ts';
import { Deployment } from './deployments/deployment.ts';
import { deploymentRelationships } from './deployments/relationships.ts';
import { Experiment } from './experiments/experiment.ts';
import { ExperimentRun } from './experiments/experiment-run.ts';
import { experimentRelationships } from './experiments/relationships.ts';
import { FeatureView } from './features/feature-view.ts';
import { Feature } from './features/feature.ts';
import { featureRelationships } from './features/relationships.ts';
import { BusinessKpi } from './kpis/business-kpi.ts';
import { kpiRelationships } from './kpis/relationships.ts';
import { ModelVersion } from './registry/model-version.ts';
import { Model } from './registry/model.ts';
import { catalogRelationFields } from './catalog/relation-fields.ts';
import { deploymentRelationFields } from './deployments/relation-fields.ts';
import { experimentRelationFields } from './experiments/relation-fields.ts';
import { featureRelationFields } from './features/relation-fields.ts';
import { kpiRelationFields } from './kpis/relation-fields.ts';
import { registryRelationFields } from './registry/relation-fields.ts';
import { DatasetFacets, JobFacets } from './catalog/facets.ts';
import { JobRunEnds, JobRuns } from './catalog/job-run.ts';
import { DeploymentReleases, ModelVersionReleases } from './deployments/release.ts';
import { KpiDefinitions } from './kpis/kpi-definition.ts';
import type { KindDefinition } from './kind/define-kind.ts';

export const kinds: readonly KindDefinition[] = [
  DataSource,
  Dataset,
  Field,
  Job,
  FeatureView,
  Feature,
  Experiment,
  ExperimentRun,
  Model,
  ModelVersion,
  Deployment,
  BusinessKpi,
  Person,
  Team,
];

export const relationships: readonly RelationshipDeclaration[] = [
  ...catalogRelationships,
  ...featureRelationships,
  ...experimentRelationships,
  ...deploymentRelationships,
  ...kpiRelationships,
];

/** Everything that the domains declare. */
export const ontology = createOntology(kinds, relationships);

/** What the domains contribute to the schema beside what follows from each kind's declaration. */
export const domainResolvers: readonly ClassType[] = [
  ...catalogRelationFields,
  ...featureRelationFields,
  ...experimentRelationFields,
  ...registryRelationFields,
  ...deploymentRelationFields,
  ...kpiRelationFields,
  DatasetFacets,
  JobFacets,
  JobRuns,
  JobRunEnds,
  DeploymentReleases,
  ModelVersionReleases,
  KpiDefinitions,
] as readonly ClassType[];
