import { defineKind } from '../kind/define-kind.ts';

export const CodeArtifact = defineKind({
  kind: 'CODE_ARTIFACT',
  typeName: 'CodeArtifact',
  plural: 'codeArtifacts',
  domain: 'experiments',
  description: 'Code as it was at one revision: what a run, a job or a deployment executes.',
  naming: 'The repository or registry, and <path>@<revision>.',
  attributes: {
    artifactType: {
      type: 'string',
      description: 'What form it has.',
      values: {
        name: 'CodeArtifactType',
        of: {
          COMMIT: 'A path in a repository, at a commit.',
          NOTEBOOK: 'A notebook.',
          CONTAINER_IMAGE: 'A container image.',
        },
      },
      filter: true,
      facet: true,
    },
    repository: { type: 'string', description: 'Where the repository or the registry is.', filter: true, facet: true },
    revision: { type: 'string', description: 'The commit, version or digest.', filter: true },
    path: { type: 'string', description: 'Where it lies in the repository.', search: true },
    language: { type: 'string', description: 'What it is written in: PYTHON, SQL, …', filter: true, facet: true },
    committedAt: { type: 'time', description: 'When this revision was made.', filter: true, order: true },
  },
});
