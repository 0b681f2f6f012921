import { Deployment } from './deployment.ts';
import { deploymentRelationFields } from './relation-fields.ts';
import { DeploymentReleases, ModelVersionReleases } from './release.ts';

export { deploymentRelationships } from './relationships.ts';

export const deploymentKinds = [Deployment];
export const deploymentResolvers = [...deploymentRelationFields, DeploymentReleases, ModelVersionReleases];
