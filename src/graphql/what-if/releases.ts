import type { RequestContext } from '../../domains/kind/context.ts';
import type { Urn } from '../../kernel/urn.ts';
import { RELEASE } from '../../projections/topology/release-table.ts';
import type { Standing } from '../standing.ts';

export interface ReleaseInForce {
  readonly version: Urn;
  readonly stage: string | null;
  readonly trafficShare: number | null;
}

/** A deployment's releases that are in force there, by version; the first hundred. */
export async function releasesOf(
  deployment: Urn,
  { place }: Standing,
  context: RequestContext,
): Promise<readonly ReleaseInForce[]> {
  const query = { type: RELEASE, direction: 'in', first: 100, after: null } as const;
  const { items } = await context.read.related(deployment, query, place);
  return items.map(({ record, relation: { props } }) => ({
    version: record.id,
    stage: typeof props['stage'] === 'string' ? props['stage'] : null,
    trafficShare: typeof props['trafficShare'] === 'number' ? props['trafficShare'] : null,
  }));
}
