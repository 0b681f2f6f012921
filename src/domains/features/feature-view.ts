import { defineKind } from '../kind/define-kind.ts';

export const FeatureView = defineKind({
  kind: 'FEATURE_VIEW',
  typeName: 'FeatureView',
  plural: 'featureViews',
  domain: 'features',
  description: 'Features that are computed and served together.',
  naming: 'The feature store’s project, and the view’s name in it.',
  attributes: {
    mode: {
      type: 'string',
      description: 'How its values come to be.',
      values: {
        name: 'FeatureMode',
        of: {
          BATCH: 'Computed on a schedule.',
          STREAMING: 'Computed as events come.',
          ON_DEMAND: 'Computed while a request is served.',
        },
      },
      filter: true,
      facet: true,
    },
    ttlSeconds: { type: 'float', description: 'How long a value is served, in seconds.' },
    online: { type: 'boolean', description: 'Whether it is served online.', filter: true },
    joinKeys: { type: 'strings', description: 'What its rows are looked up by.' },
  },
});
