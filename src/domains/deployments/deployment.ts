import { defineKind } from '../kind/define-kind.ts';

export const Deployment = defineKind({
  kind: 'DEPLOYMENT',
  typeName: 'Deployment',
  plural: 'deployments',
  domain: 'deployments',
  description: 'A place where versions serve: an endpoint, a scoring job.',
  naming: 'The serving platform, and the deployment’s name on it.',
  attributes: {
    endpoint: { type: 'string', description: 'Where it answers.' },
    mode: {
      type: 'string',
      description: 'ONLINE, BATCH or STREAMING, in the platform’s words.',
      filter: true,
      facet: true,
    },
  },
});
