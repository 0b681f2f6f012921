import type { RequestContext } from '../../domains/kind/context.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import { isPart, MEMBERSHIP } from '../../projections/topology/membership.ts';
import type { Standing } from '../standing.ts';
import { walkQuery } from '../walk-query.ts';
import type { Supposed } from './suppose.ts';

const MEMBERS_A_READ = 1_000;

/**
 * What goes away with the change, or is there no more as it was, by the names that walks tell: a whole with its parts.
 * Nothing where only numbers change, or where whoever reads it need not notice.
 */
export async function touchedBy(
  supposed: Supposed,
  standing: Standing,
  context: RequestContext,
): Promise<readonly Urn[]> {
  const { change } = supposed;
  if (change.type === 'CHANGE_KPI_DEFINITION' || change.type === 'MOVE_DEPLOYMENT') return [];
  if ('retyped' in supposed && (supposed.retyped === 'SAME' || supposed.retyped === 'WIDER')) return [];
  const isWhole = !isPart(urnParts(change.of).kind);
  const parts = isWhole ? await partsOf(change.of, standing, context) : [];
  // A walk of no step tells each by its canonical name.
  const query = walkQuery([change.of, ...parts], 'DOWNSTREAM', 0, null);
  const { nodes } = await context.services.traversal.reach(query, standing.at);
  return nodes.map(({ id }) => id);
}

async function partsOf(whole: Urn, { place }: Standing, context: RequestContext): Promise<Urn[]> {
  const parts: Urn[] = [];
  for (let after: readonly [string, string] | null = null; ;) {
    const query = { type: MEMBERSHIP, direction: 'out', first: MEMBERS_A_READ, after } as const;
    const { items, hasNext } = await context.read.related(whole, query, place);
    parts.push(...items.map(({ record }) => record.id).filter((id) => isPart(urnParts(id).kind)));
    const last = items.at(-1);
    if (!hasNext || last === undefined) return parts;
    after = last.place;
  }
}
