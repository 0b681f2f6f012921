import { defineKind } from '../kind/define-kind.ts';

export const Field = defineKind({
  kind: 'FIELD',
  typeName: 'Field',
  plural: 'fields',
  domain: 'catalog',
  description: 'A column of a dataset, or a path into one of its nested columns.',
  naming: 'The dataset’s namespace, and <dataset name>#<field path>, the path’s steps joined by dots.',
  attributes: {
    dataType: { type: 'string', description: 'Its type, as the source spells it.', filter: true, facet: true },
    ordinal: { type: 'int', description: 'Its place among its dataset’s fields, from 0.', order: true },
  },
});
