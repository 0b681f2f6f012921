import { Deployment } from './deployment.ts';
import { deploymentRelationFields } from './relation-fields.ts';
import { DeploymentReleases, ReleasableReleases } from './release.ts';

export { Deployment };
export { deploymentRelationships } from './relationships.ts';

export const deploymentKinds = [Deployment];
export const deploymentResolvers = [...deploymentRelationFields, DeploymentReleases, ReleasableReleases];
