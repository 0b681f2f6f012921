import { defineKind } from '../kind/define-kind.ts';

export const ValidationSet = defineKind({
  kind: 'VALIDATION_SET',
  typeName: 'ValidationSet',
  plural: 'validationSets',
  domain: 'experiments',
  description: 'Labelled data that versions are judged on, and not trained on.',
  naming: 'Where it is kept, and <set>, or <set>@<version>.',
  attributes: {
    mode: {
      type: 'string',
      description: 'Whether its rows stay the same.',
      values: {
        name: 'ValidationSetMode',
        of: {
          STATIC: 'The same rows each time, so that results compare over months.',
          DYNAMIC: 'Drawn anew for each evaluation, so that it follows what happens now.',
        },
      },
      filter: true,
      facet: true,
    },
    rowCount: { type: 'int', description: 'How many labelled rows it has.', filter: true, order: true },
    selection: { type: 'string', description: 'How its rows are chosen, in words or as a query.', search: true },
    slices: { type: 'strings', description: 'Names of the parts that are judged by themselves.', filter: true },
    label: { type: 'string', description: 'What its rows say beside the inputs: what was to be predicted.' },
  },
});
