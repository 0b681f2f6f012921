import type { Ontology, RelationshipDeclaration } from '../../kernel/ontology.ts';
import { isPart, MEMBERSHIP, OWNERSHIP } from '../../projections/topology/membership.ts';
import { RELEASE } from '../../projections/topology/release-table.ts';
import type { RelationEnd } from '../../store/ports.ts';

/**
 * What a walk may need to know around an entity: the relations along which data flows out of it or into it, those of
 * them that parts have into it, of what it is part, who owns it, what was released to it, and which names are its own.
 * `any`: all of that but the names.
 */
export const NEEDS = ['out', 'into', 'named', 'whole', 'owners', 'releases', 'names', 'any'] as const;
export type Need = (typeof NEEDS)[number];

type Ends = readonly Omit<RelationEnd, 'of'>[];

/** Which ends of which relationships to look at for that, for an entity of this kind. */
export function createEndsByKind(ontology: Ontology): (need: Need, kind: string) => Ends {
  const relationships = [...ontology.relationships.values()];
  const known = new Map<string, Ends>();

  function choose(
    end: RelationEnd['end'],
    kind: string,
    accepts: (each: RelationshipDeclaration) => boolean,
    acceptsOther: (other: string) => boolean = () => true,
  ): Ends {
    const joins = ({ ends }: RelationshipDeclaration) =>
      ends.some(([from, to]) =>
        end === 'from' ? from === kind && acceptsOther(to) : to === kind && acceptsOther(from),
      );
    return relationships.filter((each) => accepts(each) && joins(each)).map(({ type }) => ({ type, end }));
  }

  const isLineage = ({ lineage }: RelationshipDeclaration) => lineage;
  const isOf = (wanted: string) => (each: RelationshipDeclaration) => each.type === wanted;
  const isIdentity = ({ identity }: RelationshipDeclaration) => identity === true;

  function endsFor(need: Need, kind: string): Ends {
    switch (need) {
      case 'out':
        return choose('from', kind, isLineage);
      case 'into':
        return choose('to', kind, isLineage);
      case 'named':
        return choose('to', kind, isLineage, isPart);
      case 'whole':
        return isPart(kind) ? choose('to', kind, isOf(MEMBERSHIP)) : [];
      case 'owners':
        return choose('to', kind, isOf(OWNERSHIP));
      case 'releases':
        return choose('to', kind, isOf(RELEASE));
      case 'names':
        return [...choose('from', kind, isIdentity), ...choose('to', kind, isIdentity)];
      case 'any':
        return (['out', 'into', 'whole', 'owners'] as const).flatMap((each) => endsFor(each, kind));
    }
  }

  return (need, kind) => {
    const found = known.get(`${need} ${kind}`) ?? endsFor(need, kind);
    known.set(`${need} ${kind}`, found);
    return found;
  };
}
