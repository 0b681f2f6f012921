import type { Evidence } from '../../src/lineage/root-causes/evidence.ts';
import type { Happening } from '../../src/lineage/root-causes/happening.ts';
import { happeningsOf } from '../../src/lineage/root-causes/happenings.ts';
import type { Urn } from '../../src/kernel/urn.ts';

/**
 * What anybody would do first. Both know as much as the ranker does of what can be a cause at all, and leave aside what
 * was described anew or ran as ever.
 */

/** The nearest first; of equally near ones the latest. */
export function nearestChange(evidence: Evidence): Urn[] {
  const depths = new Map(evidence.origins.map(({ id, depth }) => [id, depth]));
  const depth = ({ entity }: Happening) => depths.get(entity)!;
  return entities(happeningsOf(evidence).sort((a, b) => depth(a) - depth(b) || b.at - a.at));
}

/** The latest first. */
export function latestChange(evidence: Evidence): Urn[] {
  return entities(happeningsOf(evidence).sort((a, b) => b.at - a.at));
}

function entities(happenings: readonly Happening[]): Urn[] {
  return [...new Set(happenings.map(({ entity }) => entity))];
}
