import { LIMITS } from '../domains/kind/arguments.ts';
import { countOf } from '../domains/kind/connection.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import { EntityKind } from '../domains/kind/entity.ts';
import {
  answerOf,
  entityAt,
  LineageDirection,
  LineageRelationship,
  linkAt,
  Provenance,
  reachFrom,
  relationOf,
  walkQuery,
} from '../graphql/index.ts';
import type { Urn } from '../kernel/urn.ts';
import type { Direction } from '../lineage/traversal.ts';
import type { ReadAt, RelatedQuery } from '../store/ports.ts';
import { COMMON, readAsked } from './common.ts';
import { linkColumns, nodeColumns } from './lineage-columns.ts';
import { checkNames, choiceOf, choicesOf, required, wholeOf, type Query } from './parameters.ts';
import { tableOf, type Table } from './table.ts';

const KNOWN = [...COMMON, 'direction', 'depth', 'kinds', 'through', 'provenance', 'includeStale'];

/**
 * What GraphQL's `lineage` answers to the same arguments, all pages of it: the nodes, or the links.
 * @throws BAD_USER_INPUT, BEFORE_HISTORY or NOT_FOUND naming the parameter
 */
export async function exportLineage(query: Query, context: RequestContext): Promise<Table> {
  checkNames(query, KNOWN);
  const name = choiceOf(query, 'what', ['nodes', 'links']) ?? 'nodes';
  const directions = Object.keys(LineageDirection) as Direction[];
  const direction = required(choiceOf(query, 'direction', directions), 'direction');
  const { of, moment, standing } = await readAsked(query, context);
  const filter = {
    kinds: choicesOf(query, 'kinds', Object.keys(EntityKind)),
    through: choicesOf(query, 'through', Object.keys(LineageRelationship)),
    provenance: choicesOf(query, 'provenance', Object.keys(Provenance)),
    includeStale: choiceOf(query, 'includeStale', ['true', 'false']) !== 'false',
  };
  const reach = await reachFrom(walkQuery(of, direction, wholeOf(query, 'depth'), filter), standing, context);
  const isWhole = reach.limitHit === null || reach.limitHit === 'DEPTH';
  const { place } = standing;
  const told = (count: number) => ({
    name,
    answer: answerOf(standing, reach, moment, context),
    total: countOf(count, isWhole),
  });
  if (name === 'nodes') {
    return tableOf(
      nodeColumns,
      reach.nodes,
      async ({ id, depth }) => {
        const [entity, owners] = await Promise.all([entityAt(id, place, context), ownersOf(id, place, context)]);
        return { depth, entity, owners };
      },
      told(reach.nodes.length),
      context,
    );
  }
  return tableOf(
    linkColumns,
    reach.links,
    async (reached) => {
      const link = linkAt(reached, place);
      return { link, relation: await relationOf(link, context) };
    },
    told(reach.links.length),
    context,
  );
}

/** All of them, however many, each by the one name that it goes by. */
async function ownersOf(id: Urn, place: ReadAt, context: RequestContext): Promise<readonly Urn[]> {
  const owners = new Set<Urn>();
  for (let after: RelatedQuery['after'] = null; ;) {
    const query = { type: 'OWNS', direction: 'in', first: LIMITS.list, after } as const;
    const { items, hasNext } = await context.read.related(id, query, place);
    for (const { record } of items) owners.add(context.services.aliases.namesOf(record.id, place)[0] ?? record.id);
    after = items.at(-1)?.place ?? null;
    if (!hasNext || after === null) return [...owners];
  }
}
