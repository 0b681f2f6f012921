import type { RequestContext } from '../domains/kind/context.ts';
import type { Reach, ReachQuery } from '../lineage/traversal.ts';
import { knownThen, type Standing } from './standing.ts';
import { NOTHING_REACHED } from './walk-query.ts';

/** Walks from those starts that were true then. @throws NOT_FOUND naming `of`, for one that nobody ever named */
export async function reachFrom(query: ReachQuery, standing: Standing, context: RequestContext): Promise<Reach> {
  const of = await knownThen(query.of, 'of', standing, context);
  return of.length === 0 ? NOTHING_REACHED : context.services.traversal.reach({ ...query, of }, standing.at);
}
