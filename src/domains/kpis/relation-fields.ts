import { Entity } from '../kind/entity.ts';
import { relatedList } from '../kind/related-field.ts';
import { BusinessKpi } from './business-kpi.ts';

const kpi = { owner: 'kpis', on: () => BusinessKpi.Type };

export const kpiRelationFields = [
  relatedList({
    ...kpi,
    name: 'measuredBy',
    of: () => Entity,
    relationship: 'MEASURES',
    direction: 'in',
    description: 'The datasets and fields that its values are computed from.',
  }),
  relatedList({
    ...kpi,
    name: 'rollsUpTo',
    of: () => BusinessKpi.Type,
    relationship: 'ROLLS_UP_TO',
    direction: 'out',
    description: 'The KPIs that it is a part of.',
  }),
];
