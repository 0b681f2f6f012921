import { Dataset } from '../catalog/index.ts';
import { Entity } from '../kind/entity.ts';
import { relatedConnection, relatedList, relatedOne } from '../kind/related-field.ts';
import { FeatureView } from './feature-view.ts';
import { Feature } from './feature.ts';

const owner = 'features';

export const featureRelationFields = [
  relatedConnection({
    owner,
    on: () => FeatureView.Type,
    name: 'features',
    connection: () => Feature.Connection,
    relationship: 'CONTAINS',
    direction: 'out',
    description: 'Its features, by id.',
  }),
  relatedOne({
    owner,
    on: () => Feature.Type,
    name: 'view',
    of: () => FeatureView.Type,
    relationship: 'CONTAINS',
    direction: 'in',
    description: 'The view that it is computed and served in.',
  }),
  ...[FeatureView, Feature].map((kind) =>
    relatedList({
      owner,
      on: () => kind.Type,
      name: 'suppliedBy',
      of: () => Entity,
      relationship: 'SUPPLIES',
      direction: 'in',
      description: 'The datasets and fields that it is computed from.',
    }),
  ),
  relatedList({
    owner,
    on: () => Dataset.Type,
    name: 'supplies',
    of: () => Entity,
    relationship: 'SUPPLIES',
    direction: 'out',
    description: 'The features and views that are computed from it.',
  }),
];
