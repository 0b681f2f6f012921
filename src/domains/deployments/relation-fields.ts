import { BusinessKpi } from '../kpis/index.ts';
import { Entity } from '../kind/entity.ts';
import { relatedList } from '../kind/related-field.ts';
import { Deployment } from './deployment.ts';

const owner = 'deployments';

export const deploymentRelationFields = [
  relatedList({
    owner,
    on: () => Deployment.Type,
    name: 'servedFrom',
    of: () => Entity,
    relationship: 'SERVES',
    direction: 'in',
    description: 'The features and data that it looks up while it serves.',
  }),
  relatedList({
    owner,
    on: () => Deployment.Type,
    name: 'affects',
    of: () => BusinessKpi.Type,
    relationship: 'AFFECTS',
    direction: 'out',
    description: 'The KPIs that its answers move.',
  }),
  relatedList({
    owner,
    on: () => BusinessKpi.Type,
    name: 'affectedBy',
    of: () => Deployment.Type,
    relationship: 'AFFECTS',
    direction: 'in',
    description: 'The deployments whose answers move it.',
  }),
];
