import { defineKind } from '../kind/define-kind.ts';

export const Environment = defineKind({
  kind: 'ENVIRONMENT',
  typeName: 'Environment',
  plural: 'environments',
  domain: 'experiments',
  description: 'What code is executed in, with the version of each package: a lock that is not changed, but replaced.',
  naming: 'Where it is kept, and <environment>@<version of its lock>.',
  attributes: {
    image: { type: 'string', description: 'The container image that it begins with.', filter: true },
    pythonVersion: { type: 'string', description: 'The version of Python.', filter: true, facet: true },
    operatingSystem: { type: 'string', description: 'The operating system, with its version.', filter: true },
    packages: { type: 'json', description: 'Version of each package by its name.' },
  },
});
