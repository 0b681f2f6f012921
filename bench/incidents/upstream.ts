import { ontology } from '../../src/domains/index.ts';
import type { Fact } from '../../src/kernel/fact.ts';
import type { Urn } from '../../src/kernel/urn.ts';

/** How many links lie between each entity upstream and this one, whenever these held. */
export function upstreamOf(facts: readonly Fact[], of: Urn): ReadonlyMap<Urn, number> {
  const into = new Map<Urn, Set<Urn>>();
  for (const fact of facts) {
    if (fact.fact !== 'relation' || ontology.relationships.get(fact.key.type)?.lineage !== true) continue;
    const { from, to } = fact.key;
    into.set(to, (into.get(to) ?? new Set()).add(from));
  }
  const depths = new Map([[of, 0]]);
  for (const [id, depth] of depths) {
    for (const from of into.get(id) ?? []) if (!depths.has(from)) depths.set(from, depth + 1);
  }
  depths.delete(of);
  return depths;
}
