import { defineKind } from '../kind/define-kind.ts';

export const Model = defineKind({
  kind: 'MODEL',
  typeName: 'Model',
  plural: 'models',
  domain: 'registry',
  description: 'A registered model: what its versions have in common.',
  naming: 'The registry, and the model’s name in it.',
  attributes: {
    task: { type: 'string', description: 'What it is for: classification, ranking, …', filter: true, facet: true },
    tier: {
      type: 'string',
      description: 'How much depends on it, in the organisation’s own words.',
      filter: true,
      facet: true,
    },
  },
});
