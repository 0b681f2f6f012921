import { defineKind } from '../kind/define-kind.ts';

export const Person = defineKind({
  kind: 'PERSON',
  typeName: 'Person',
  plural: 'people',
  domain: 'catalog',
  description: 'Somebody who owns, reviews or is told.',
  naming: 'The directory that knows them, and their login there.',
  attributes: {
    displayName: { type: 'string', description: 'Their name, as they write it.', search: true, order: true },
    email: { type: 'string', description: 'Where to reach them.', filter: true },
    active: {
      type: 'boolean',
      description: 'False once they have left; what they own then needs a new owner.',
      filter: true,
    },
  },
});
