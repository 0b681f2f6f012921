import { PROVENANCES, type Provenance } from '../../kernel/fact.ts';
import type { Ontology, RelationshipDeclaration } from '../../kernel/ontology.ts';
import { edgeClass } from './edge-table.ts';
import { MEMBERSHIP, OWNERSHIP } from './membership.ts';

/** Relationship types as small numbers. */
export interface RelationTypes {
  readonly names: readonly string[];
  /** By number: 1 where both ends are names of one thing. */
  readonly isIdentity: Uint8Array;
  /** By number: 1 where each relation says itself whether it is known which columns it uses. */
  readonly saysColumns: Uint8Array;
  /** By number: which end's runs show such relations between which kinds; undefined where no runs do. */
  readonly shownByRuns: readonly RelationshipDeclaration['shownByRuns'][];
  /** Undefined where the topology does not hold such relations. */
  idOf(type: string): number | undefined;
  /** By edge class: 1 for lineage of these types and provenances; null: all of them. */
  chosen(types: ReadonlySet<string> | null, provenances: ReadonlySet<Provenance> | null): Uint8Array;
}

export function createRelationTypes(ontology: Ontology): RelationTypes {
  const kept = [...ontology.relationships.values()].filter(
    (each) => each.lineage || each.identity === true || each.type === MEMBERSHIP || each.type === OWNERSHIP,
  );
  const names = kept.map((each) => each.type);
  const ids = new Map(names.map((name, id) => [name, id]));
  return {
    names,
    isIdentity: Uint8Array.from(kept, (each) => Number(each.identity === true)),
    saysColumns: Uint8Array.from(kept, (each) => Number(Object.hasOwn(each.attributes, 'columns'))),
    shownByRuns: kept.map((each) => each.shownByRuns),
    idOf: (type) => ids.get(type),
    chosen(types, provenances) {
      const chosen = new Uint8Array(edgeClass(kept.length, 0));
      for (const [id, { type, lineage }] of kept.entries()) {
        if (!lineage || types?.has(type) === false) continue;
        for (const [code, provenance] of PROVENANCES.entries()) {
          if (provenances?.has(provenance) !== false) chosen[edgeClass(id, code)] = 1;
        }
      }
      return chosen;
    },
  };
}
