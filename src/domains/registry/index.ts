import { ModelVersion } from './model-version.ts';
import { Model } from './model.ts';

export { ModelVersion };
export { registryRelationFields as registryResolvers } from './relation-fields.ts';

export const registryKinds = [Model, ModelVersion];
