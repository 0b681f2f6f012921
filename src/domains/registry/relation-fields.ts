import { relatedConnection, relatedOne } from '../kind/related-field.ts';
import { ModelVersion } from './model-version.ts';
import { Model } from './model.ts';

const owner = 'registry';

export const registryRelationFields = [
  relatedConnection({
    owner,
    on: () => Model.Type,
    name: 'versions',
    connection: () => ModelVersion.Connection,
    relationship: 'CONTAINS',
    direction: 'out',
    description: 'Its versions, by id.',
  }),
  relatedOne({
    owner,
    on: () => ModelVersion.Type,
    name: 'model',
    of: () => Model.Type,
    relationship: 'CONTAINS',
    direction: 'in',
    description: 'The model that it is a version of.',
  }),
];
