import { ConfigVersion } from './config-version.ts';
import { ModelVersion } from './model-version.ts';
import { Model } from './model.ts';

export { ConfigVersion, Model, ModelVersion };
export { Releasable } from './releasable.ts';
export { registryRelationFields as registryResolvers } from './relation-fields.ts';

/** The kinds that are released to deployments. */
export const releasables = [ModelVersion, ConfigVersion];

export const registryKinds = [Model, ...releasables];
