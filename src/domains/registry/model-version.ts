import { defineKind } from '../kind/define-kind.ts';
import { Releasable } from './releasable.ts';

export const ModelVersion = defineKind({
  kind: 'MODEL_VERSION',
  typeName: 'ModelVersion',
  plural: 'modelVersions',
  domain: 'registry',
  description: 'One version of a model: what a run produced, and what is released to deployments.',
  naming: 'The registry, and <model>@<version>.',
  interfaces: [Releasable],
  attributes: {
    version: { type: 'string', description: 'The version, as the registry counts.', filter: true, order: true },
    aliases: { type: 'strings', description: 'Names that point to it now: champion, challenger.', filter: true },
    metrics: { type: 'json', description: 'Value of each validation metric by name.' },
    sliceMetrics: {
      type: 'json',
      description:
        'Value of each validation metric by name, by the part of the validation set that it was measured on.',
    },
    artifactUri: { type: 'string', description: 'Where its files are.' },
  },
});
