import { defineKind } from '../kind/define-kind.ts';

export const Experiment = defineKind({
  kind: 'EXPERIMENT',
  typeName: 'Experiment',
  plural: 'experiments',
  domain: 'experiments',
  description: 'A question under which runs are gathered.',
  naming: 'The tracking server, and the experiment’s name on it.',
  attributes: {
    hypothesis: { type: 'string', description: 'What is expected, and why.', search: true },
  },
});
