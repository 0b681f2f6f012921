import { createOntology, type KindDeclaration, type RelationshipDeclaration } from '../kernel/ontology.ts';
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

export const kinds: readonly KindDeclaration[] = [
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
