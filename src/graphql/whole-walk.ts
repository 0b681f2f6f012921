import type { RequestContext } from '../domains/kind/context.ts';
import { ThroughlineError } from '../kernel/errors.ts';
import { urnParts, type Urn } from '../kernel/urn.ts';
import { passes } from '../kernel/visibility.ts';
import { isPart, MEMBERSHIP } from '../projections/topology/membership.ts';
import type { Change, ReadAt } from '../store/ports.ts';

/** A walk that feeds follow: everything on one side of these, however far. */
export interface WholeWalk {
  readonly of: readonly Urn[];
  readonly direction: 'UPSTREAM' | 'DOWNSTREAM';
  /** What is refused where it reaches too much, and how that is told: `downstream of …`. */
  readonly argument: string;
  readonly told: string;
}

/** How far each lies that it reaches, as of the place's `now`. @throws LIMIT_EXCEEDED where that is more than a walk can tell */
export async function walkWhole(
  { of, direction, argument, told }: WholeWalk,
  place: ReadAt,
  { services }: RequestContext,
): Promise<ReadonlyMap<Urn, number>> {
  const all = { depth: null, kinds: null, through: null, provenance: null, includeStale: true };
  const { nodes, limitHit } = await services.traversal.reach({ of, direction, ...all }, { ...place, asOf: place.now });
  if (limitHit !== null) {
    const what = `${argument}: so much is ${told} that a walk ends at its limit (${limitHit})`;
    throw new ThroughlineError('LIMIT_EXCEEDED', what, { argument });
  }
  return new Map(nodes.map(({ id, depth }) => [id, depth]));
}

/** Whether there are fields or features among these. */
export function hasParts(ids: Iterable<Urn>): boolean {
  for (const id of ids) if (isPart(urnParts(id).kind)) return true;
  return false;
}

/**
 * Whether a change can bring something into what a walk reached, or take something out of it. One between others can where
 * there are fields or features: which consumers of their whole say what they use then decides how far these reach. So it
 * can behind what the viewer does not see.
 */
export function touches(
  { relation }: Change,
  reached: (id: Urn) => boolean,
  areParts: boolean,
  { services, viewer }: RequestContext,
): boolean {
  if (relation === null) return false;
  const declared = services.ontology.relationships.get(relation.type);
  const isWalked = declared?.lineage === true || declared?.identity === true || relation.type === MEMBERSHIP;
  return isWalked && (areParts || passes(viewer.visibility) || [relation.from, relation.to].some(reached));
}
