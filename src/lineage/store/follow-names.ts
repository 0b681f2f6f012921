import type { Ontology } from '../../kernel/ontology.ts';
import { follow, type TopologyFollower } from '../../projections/topology/follow.ts';
import type { GraphStore, RelationLookup } from '../../store/ports.ts';

/**
 * A topology of nothing but which names stand for one thing, few beside all relations and asked for by every lookup, and
 * when jobs run.
 */
export function followNames(
  { schedules }: Pick<GraphStore, 'schedules'>,
  lookup: RelationLookup,
  ontology: Ontology,
): TopologyFollower {
  const types = [...ontology.relationships.values()]
    .filter(({ identity }) => identity === true)
    .map(({ type }) => type);
  return follow({ segments: (after, upTo) => lookup.segments(types, after, upTo), schedules }, ontology);
}
