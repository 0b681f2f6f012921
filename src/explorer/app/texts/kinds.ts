import type { EntityKind } from '../generated/operations.ts';

// What kinds of entities are called.

export const kind = {
  DATA_SOURCE: 'Data source',
  DATASET: 'Dataset',
  FIELD: 'Field',
  JOB: 'Job',
  FEATURE_VIEW: 'Feature view',
  FEATURE: 'Feature',
  EXPERIMENT: 'Experiment',
  EXPERIMENT_RUN: 'Experiment run',
  VALIDATION_SET: 'Validation set',
  CODE_ARTIFACT: 'Code artifact',
  ENVIRONMENT: 'Environment',
  MODEL: 'Model',
  MODEL_VERSION: 'Model version',
  CONFIG_VERSION: 'Config version',
  DEPLOYMENT: 'Deployment',
  BUSINESS_KPI: 'Business KPI',
  TEAM: 'Team',
  PERSON: 'Person',
} satisfies Record<EntityKind, string>;

export const kinds = {
  DATA_SOURCE: 'Data sources',
  DATASET: 'Datasets',
  FIELD: 'Fields',
  JOB: 'Jobs',
  FEATURE_VIEW: 'Feature views',
  FEATURE: 'Features',
  EXPERIMENT: 'Experiments',
  EXPERIMENT_RUN: 'Experiment runs',
  VALIDATION_SET: 'Validation sets',
  CODE_ARTIFACT: 'Code artifacts',
  ENVIRONMENT: 'Environments',
  MODEL: 'Models',
  MODEL_VERSION: 'Model versions',
  CONFIG_VERSION: 'Config versions',
  DEPLOYMENT: 'Deployments',
  BUSINESS_KPI: 'Business KPIs',
  TEAM: 'Teams',
  PERSON: 'People',
} satisfies Record<EntityKind, string>;
