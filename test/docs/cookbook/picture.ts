import { ontology } from '../../../src/domains/index.ts';
import type { RelationKey } from '../../../src/kernel/fact.ts';
import type { Urn } from '../../../src/kernel/urn.ts';
import type { EntityRecord, Segment, Store } from '../../../src/store/ports.ts';
import { headAt } from '../../contract/subject.ts';

/** The graph as it stands now, as the store's ports tell it, in lists. */
export interface Picture {
  readonly entities: readonly EntityRecord[];
  readonly relations: readonly Relation[];
  /** Of what the walk down along lineage (or up) meets, the least number of steps; without the start. */
  reach(start: Urn, direction?: 'down' | 'up'): ReadonlyMap<Urn, number>;
}

export type Relation = RelationKey & Segment;

/** As far as the cookbook's paths go. */
const MOST_STEPS = 20;

export async function pictureOf({ graph, log }: Store): Promise<Picture> {
  const at = await headAt({ graph, log } as Store);
  const entities: EntityRecord[] = [];
  for (const kind of ontology.kinds.keys()) {
    const query = { kind, where: [], order: [], first: 100_000, after: null, count: false };
    entities.push(...(await graph.find(query, at)).records);
  }
  const relations: Relation[] = [];
  for await (const rows of graph.segments(0, at.position)) {
    const standing = rows.filter(({ removedAt, validTo }) => removedAt === null && validTo === null);
    relations.push(...standing.map(({ key, ...row }) => ({ ...key, ...row })));
  }
  return { entities, relations, reach: (start, direction = 'down') => reach(relations, start, direction) };
}

function reach(relations: readonly Relation[], start: Urn, direction: 'down' | 'up'): Map<Urn, number> {
  const [near, far] = direction === 'down' ? (['from', 'to'] as const) : (['to', 'from'] as const);
  const lineage = relations.filter(({ type }) => ontology.relationships.get(type)?.lineage === true);
  const steps = new Map([[start, 0]]);
  for (let step = 1; step <= MOST_STEPS; step += 1) {
    const before = new Set(steps.keys());
    for (const relation of lineage) {
      if (before.has(relation[near]) && !steps.has(relation[far])) steps.set(relation[far], step);
    }
  }
  steps.delete(start);
  return steps;
}
