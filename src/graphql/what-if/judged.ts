import type { RequestContext } from '../../domains/kind/context.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Standing } from '../standing.ts';
import { walkQuery } from '../walk-query.ts';

/**
 * What is judged by what the KPI means: the deployments that affect it, the versions that serve there, and the KPIs that
 * it rolls up to; by depth, then id.
 */
export async function judgedBy(kpi: Urn, { at }: Standing, context: RequestContext): Promise<readonly Urn[]> {
  const { traversal } = context.services;
  const along = (...through: string[]) => ({ kinds: null, through, provenance: null, includeStale: true });
  const [behind, above] = await Promise.all([
    traversal.reach(walkQuery([kpi], 'UPSTREAM', 2, along('AFFECTS', 'RELEASED_TO')), at),
    traversal.reach(walkQuery([kpi], 'DOWNSTREAM', null, along('ROLLS_UP_TO')), at),
  ]);
  const others = [...behind.nodes, ...above.nodes].filter(({ depth }) => depth > 0);
  return others.map(({ id }) => id);
}
