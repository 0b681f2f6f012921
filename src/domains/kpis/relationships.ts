import type { RelationshipDeclaration } from '../../kernel/ontology.ts';
import { CONFIDENCE } from '../kind/confidence.ts';

export const kpiRelationships: readonly RelationshipDeclaration[] = [
  {
    type: 'MEASURES',
    domain: 'kpis',
    description: 'The KPI’s values are computed from it.',
    lineage: true,
    ends: [
      ['DATASET', 'BUSINESS_KPI'],
      ['FIELD', 'BUSINESS_KPI'],
    ],
    attributes: { confidence: CONFIDENCE },
  },
  {
    type: 'ROLLS_UP_TO',
    domain: 'kpis',
    description: 'The one KPI is part of the other.',
    lineage: true,
    ends: [['BUSINESS_KPI', 'BUSINESS_KPI']],
    attributes: { confidence: CONFIDENCE },
  },
];
