import type { Urn } from '../../../kernel/urn.ts';
import type { Reach, ReachQuery } from '../../../lineage/traversal.ts';
import type { ReadAt } from '../../../store/ports.ts';
import type { RequestContext } from '../../kind/context.ts';
import { resolved } from '../../kind/moment-input.ts';

/** What can move a KPI beside a deployment. */
export interface Upstream {
  /** The deployment, and all that is upstream of it or of the KPI. */
  readonly entities: readonly Urn[];
  /** Other deployments that affect the KPI, or one that rolls up into it. */
  readonly deployments: readonly Urn[];
  readonly isWhole: boolean;
  /** Whether the viewer may know that something is hidden there. */
  readonly isHidden: boolean;
}

/** The nearest: what is farther away is less likely to be felt, and alerts on so many are read at once. */
const MOST = 5_000;

const UPSTREAM = {
  ...{ direction: 'UPSTREAM', depth: null, provenance: null, includeStale: true },
  page: { skip: 0, first: MOST, links: 'LEFT' },
} satisfies Partial<ReachQuery>;

export async function upstreamOf(deployment: Urn, kpi: Urn, place: ReadAt, context: RequestContext): Promise<Upstream> {
  const at = resolved(place);
  const all = await context.services.traversal.reach(
    { ...UPSTREAM, of: [kpi, deployment], kinds: null, through: null },
    at,
  );
  const affecting = await affectingWalk(kpi, place, context);
  return {
    // What is told of the KPI itself may be what the release did to it.
    entities: idsOf(all, kpi),
    deployments: idsOf(affecting, kpi).filter((id) => id !== deployment),
    isWhole: [all, affecting].every(({ limitHit, total }) => limitHit === null && total <= MOST),
    isHidden: all.hidden > 0 && place.viewer.visibility.disclosure !== 'NONE',
  };
}

/** The deployments that affect a KPI, or one that rolls up into it. */
export async function deploymentsAffecting(kpi: Urn, place: ReadAt, context: RequestContext): Promise<Urn[]> {
  return idsOf(await affectingWalk(kpi, place, context), kpi);
}

function affectingWalk(kpi: Urn, place: ReadAt, { services: { traversal } }: RequestContext): Promise<Reach> | Reach {
  const ways = { kinds: new Set(['DEPLOYMENT']), through: new Set(['AFFECTS', 'ROLLS_UP_TO']) };
  return traversal.reach({ ...UPSTREAM, of: [kpi], ...ways }, resolved(place));
}

function idsOf({ nodes }: Reach, without: Urn): Urn[] {
  return nodes.flatMap(({ id }) => (id === without ? [] : [id]));
}
