import { FeatureView } from './feature-view.ts';
import { Feature } from './feature.ts';

export { featureRelationFields as featureResolvers } from './relation-fields.ts';
export { featureRelationships } from './relationships.ts';

export const featureKinds = [FeatureView, Feature];
