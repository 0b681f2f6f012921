import type { RelationshipDeclaration } from '../../kernel/ontology.ts';
import { CONFIDENCE } from '../kind/confidence.ts';

export const experimentRelationships: readonly RelationshipDeclaration[] = [
  {
    type: 'USED_BY',
    domain: 'experiments',
    description: 'The run, job or deployment was fed with it, or runs by it.',
    lineage: true,
    ends: [
      ...['FEATURE', 'FEATURE_VIEW', 'DATASET', 'FIELD', 'VALIDATION_SET', 'CODE_ARTIFACT', 'ENVIRONMENT'].flatMap(
        (from) => ['EXPERIMENT_RUN', 'JOB'].map((to) => [from, to] as const),
      ),
      ['CODE_ARTIFACT', 'DEPLOYMENT'],
      ['ENVIRONMENT', 'DEPLOYMENT'],
    ],
    attributes: { confidence: CONFIDENCE },
  },
  {
    type: 'PRODUCED',
    domain: 'experiments',
    description: 'The run made the version.',
    lineage: true,
    ends: [
      ['EXPERIMENT_RUN', 'MODEL_VERSION'],
      ['EXPERIMENT_RUN', 'CONFIG_VERSION'],
    ],
    attributes: { confidence: CONFIDENCE },
  },
];
