import { defineKind } from '../kind/define-kind.ts';

export const Team = defineKind({
  kind: 'TEAM',
  typeName: 'Team',
  plural: 'teams',
  domain: 'catalog',
  description: 'A group of people that owns things together.',
  naming: 'The directory that knows it, and its name there.',
  attributes: {
    displayName: { type: 'string', description: 'Its name, as it writes it.', search: true, order: true },
    contact: { type: 'string', description: 'Where to reach it: a channel, a mailing list.' },
  },
});
