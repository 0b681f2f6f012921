import { Deployment } from './deployment.ts';
import { KpiEffectQuery } from './effect/effect-query.ts';
import { KpisBelowTarget } from './questions/kpis-below-target.ts';
import { ModelsWithoutKpi } from './questions/models-without-kpi.ts';
import { ModelScorecardQuery, ModelScorecardVersions } from './questions/scorecard.ts';
import { deploymentRelationFields } from './relation-fields.ts';
import { DeploymentReleases, ReleasableReleases } from './release.ts';
import { WhatWasServing } from './serving.ts';

export { Deployment };
export { sideOf } from './effect/comparison.ts';
export { kpiEffect } from './effect/kpi-effect.ts';
export { deploymentRelationships } from './relationships.ts';

export const deploymentKinds = [Deployment];
export const deploymentResolvers = [
  ...deploymentRelationFields,
  DeploymentReleases,
  ReleasableReleases,
  KpiEffectQuery,
  WhatWasServing,
  ModelScorecardQuery,
  ModelScorecardVersions,
  ModelsWithoutKpi,
  KpisBelowTarget,
];
