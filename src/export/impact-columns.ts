import type { EntityObject } from '../domains/kind/entity.ts';
import type { Rated, RatedKpi } from '../graphql/index.ts';
import type { FoundPath, OwnerOfAffected } from '../lineage/traversal.ts';
import { entityColumns } from './columns.ts';
import type { Column } from './table.ts';

interface AtRiskRow {
  readonly path: FoundPath;
}

export interface KpiRow extends AtRiskRow {
  readonly rated: RatedKpi;
}

export interface DeploymentRow extends AtRiskRow {
  readonly rated: Rated;
  readonly deployment: EntityObject;
}

export interface OwnerRow {
  readonly owner: EntityObject;
  readonly owns: OwnerOfAffected['owns'];
}

const kpi = entityColumns(({ rated }: KpiRow) => rated.kpi);
const deployment = entityColumns((row: DeploymentRow) => row.deployment);
const owner = entityColumns((row: OwnerRow) => row.owner);

const path: readonly Column<AtRiskRow>[] = [
  { name: 'length', about: 'how many links the path has that gives that risk', of: (row) => row.path.links.length },
  { name: 'path', about: 'its nodes from a start on, a list of ids', ids: true, of: (row) => row.path.nodes },
];

export const kpiColumns: readonly Column<KpiRow>[] = [
  kpi.id,
  kpi.namespace,
  kpi.name,
  { name: 'risk', about: 'weight × confidence × stageShare', of: ({ rated }) => rated.risk },
  {
    name: 'weight',
    about: 'of its definition in force; none: there is no definition, and 1 is counted',
    of: ({ rated }) => rated.weight,
  },
  {
    name: 'confidence',
    about: 'the product of the confidences of the path’s links',
    of: ({ rated }) => rated.target.confidence,
  },
  {
    name: 'stageShare',
    about: 'the product of what the deployments on the path serve',
    of: ({ rated }) => rated.target.stageShare,
  },
  ...path,
  {
    name: 'shortestPathCount',
    about: 'how many paths have as few links as any; with `limitHit` TIME there may be more',
    of: ({ rated }) => rated.target.shortestPaths,
  },
];

export const deploymentColumns: readonly Column<DeploymentRow>[] = [
  deployment.id,
  deployment.namespace,
  deployment.name,
  { name: 'risk', about: 'the most that any path to it carries, itself included', of: ({ rated }) => rated.risk },
  ...path,
];

export const ownerColumns: readonly Column<OwnerRow>[] = [
  owner.id,
  owner.kind,
  owner.namespace,
  owner.name,
  { name: 'ownsCount', about: 'how many affected entities it owns', of: ({ owns }) => owns.length },
  {
    name: 'owns',
    about: 'all of them, what is hit the surest first, a list of ids',
    ids: true,
    of: ({ owns }) => owns,
  },
];
