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
  relatedList({
    owner,
    on: () => Deployment.Type,
    name: 'fallsBackTo',
    of: () => Entity,
    relationship: 'FALLS_BACK_TO',
    direction: 'out',
    description: 'What serves in its place when it must not serve: versions, or another deployment.',
  }),
];
