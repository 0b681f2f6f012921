import type { Decoration, Decorations } from '../../canvas/graph.ts';
import type { RootCausesQuery } from '../../generated/operations.ts';

/** Each cause with its rank, the likelier the deeper in colour. */
export function causeMarks({ causes }: RootCausesQuery['rootCauses']): Decorations {
  const most = causes[0]?.score ?? 0;
  const marked = causes.map(({ entity, score }, place): [string, Decoration] => [
    entity.id,
    { tone: 'risk', risk: most === 0 ? 0 : score / most, badge: `${place + 1}` },
  ]);
  return { nodes: new Map(marked), links: new Map() };
}
