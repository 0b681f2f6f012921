import { defineKind } from '../kind/define-kind.ts';
import { Releasable } from './releasable.ts';

export const ConfigVersion = defineKind({
  kind: 'CONFIG_VERSION',
  typeName: 'ConfigVersion',
  plural: 'configVersions',
  domain: 'registry',
  description: 'One version of a configuration: settings that are released to deployments as versions of models are.',
  naming: 'The registry, and <configuration>@<version>.',
  interfaces: [Releasable],
  attributes: {
    version: { type: 'string', description: 'The version, as the registry counts.', filter: true, order: true },
    system: {
      type: 'string',
      description: 'What it configures: thresholds, prompts, routing, …, in the organisation’s own words.',
      filter: true,
      facet: true,
      search: true,
    },
    tier: {
      type: 'string',
      description: 'How much depends on it, in the organisation’s own words.',
      filter: true,
      facet: true,
    },
    settings: { type: 'json', description: 'Its settings by key; they may nest.' },
    changeNote: {
      type: 'string',
      description: 'What was changed against the version before, and why.',
      search: true,
    },
  },
});
