import type { Viewer } from '../../kernel/viewer.ts';
import { seesAll, visibilityClauses } from '../../kernel/visibility.ts';

/** What a query demands so that its viewer sees no more than is to be seen. */
export interface SeenBy {
  /** That the entity of this URN is seen, as one more condition: `AND …`; empty for a viewer who sees all. */
  and(urn: string): string;
  /** What the condition names: parameters of the query beside its own. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The viewer's rules in Cypher, where they say the same as `sightOf`. One text for all rules, so that it is planned once. */
export function seenBy({ visibility }: Viewer): SeenBy {
  if (seesAll(visibility)) return { and: () => '', parameters: {} };
  const rules = visibilityClauses(visibility).map(({ effect, kinds, namespaces, ids, parts }) => ({
    shows: effect === 'SHOW',
    kinds: kinds && [...kinds],
    namespaces,
    ids: ids && [...ids],
    parts: [...parts],
  }));
  return {
    and: (urn) => `AND coalesce(head([rule IN $seen
      WHERE (rule.kinds IS NULL OR split(${urn}, ':')[2] IN rule.kinds)
        AND (rule.namespaces IS NULL OR any(each IN rule.namespaces WHERE split(${urn}, ':')[3] + ':' STARTS WITH each))
        AND (rule.ids IS NULL OR ${urn} IN rule.ids OR any(each IN rule.parts WHERE ${urn} STARTS WITH each))
      | rule.shows]), true)`,
    parameters: { seen: rules },
  };
}
