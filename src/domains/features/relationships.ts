import type { RelationshipDeclaration } from '../../kernel/ontology.ts';
import { CONFIDENCE } from '../kind/confidence.ts';

export const featureRelationships: readonly RelationshipDeclaration[] = [
  {
    type: 'SUPPLIES',
    domain: 'features',
    description: 'The features are computed from it.',
    lineage: true,
    ends: ['DATASET', 'FIELD'].flatMap((from) => ['FEATURE_VIEW', 'FEATURE'].map((to) => [from, to] as const)),
    attributes: { confidence: CONFIDENCE },
  },
  {
    type: 'SERVES',
    domain: 'features',
    description: 'The deployment looks it up while it serves or scores.',
    lineage: true,
    ends: ['FEATURE', 'FEATURE_VIEW', 'DATASET'].map((from) => [from, 'DEPLOYMENT'] as const),
    attributes: { confidence: CONFIDENCE },
  },
];
