import type { RelationshipDeclaration } from '../../kernel/ontology.ts';
import { CONFIDENCE } from '../kind/confidence.ts';

export const experimentRelationships: readonly RelationshipDeclaration[] = [
  {
    type: 'USED_BY',
    domain: 'experiments',
    description: 'The run or job was fed with it.',
    lineage: true,
    ends: ['FEATURE', 'FEATURE_VIEW', 'DATASET', 'FIELD'].flatMap((from) =>
      ['EXPERIMENT_RUN', 'JOB'].map((to) => [from, to] as const),
    ),
    attributes: { confidence: CONFIDENCE },
  },
  {
    type: 'PRODUCED',
    domain: 'experiments',
    description: 'The run made the model version.',
    lineage: true,
    ends: [['EXPERIMENT_RUN', 'MODEL_VERSION']],
    attributes: { confidence: CONFIDENCE },
  },
];
