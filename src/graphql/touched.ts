import type { RequestContext } from '../domains/kind/context.ts';
import type { Urn } from '../kernel/urn.ts';
import { passes } from '../kernel/visibility.ts';
import { MEMBERSHIP } from '../projections/topology/membership.ts';
import type { Change } from '../store/ports.ts';

/**
 * Whether a change can bring something into what a walk reached, or take something out of it. One between others can where
 * there are fields or features: which consumers of their whole say what they use then decides how far these reach. So it
 * can behind what the viewer does not see.
 */
export function touches(
  { relation }: Change,
  reached: (id: Urn) => boolean,
  hasParts: boolean,
  { services, viewer }: RequestContext,
): boolean {
  if (relation === null) return false;
  const declared = services.ontology.relationships.get(relation.type);
  const isWalked = declared?.lineage === true || declared?.identity === true || relation.type === MEMBERSHIP;
  return isWalked && (hasParts || passes(viewer.visibility) || [relation.from, relation.to].some(reached));
}
