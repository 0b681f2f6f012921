import { defineKind } from '../kind/define-kind.ts';

export const Feature = defineKind({
  kind: 'FEATURE',
  typeName: 'Feature',
  plural: 'features',
  domain: 'features',
  description: 'One input of models, with a meaning of its own.',
  naming: 'The feature store’s project, and <view>#<feature>.',
  attributes: {
    dataType: { type: 'string', description: 'Its type, as the feature store spells it.', filter: true, facet: true },
  },
});
