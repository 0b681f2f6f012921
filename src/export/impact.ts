import { countOf } from '../domains/kind/connection.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import { answerOf, assess, entityAt } from '../graphql/index.ts';
import { isStretchOver, nextTurn } from '../kernel/turns.ts';
import type { AffectedTarget, FoundPath } from '../lineage/traversal.ts';
import { COMMON, readAsked } from './common.ts';
import { deploymentColumns, kpiColumns, ownerColumns } from './impact-columns.ts';
import { checkNames, choiceOf, type Query } from './parameters.ts';
import { tableOf, type Table } from './table.ts';

/**
 * What GraphQL's `impact` answers to the same arguments, all pages of it: the KPIs, the deployments, or the owners.
 * @throws BAD_USER_INPUT, BEFORE_HISTORY or NOT_FOUND naming the parameter
 */
export async function exportImpact(query: Query, context: RequestContext): Promise<Table> {
  checkNames(query, COMMON);
  const name = choiceOf(query, 'what', ['kpis', 'deployments', 'owners']) ?? 'kpis';
  const { of, moment, standing } = await readAsked(query, context);
  const assessment = assess(of, standing, context);
  const found = await assessment.found();
  const { place } = standing;
  const told = (count: number) => ({
    name,
    answer: answerOf(standing, found, moment, context),
    total: countOf(count, found.limitHit === null),
  });
  if (name === 'kpis') {
    const kpis = await assessment.kpis();
    return tableOf(
      kpiColumns,
      kpis,
      async (rated) => ({ rated, path: await pathTo(rated.target) }),
      told(kpis.length),
      context,
    );
  }
  if (name === 'deployments') {
    const deployments = await assessment.deployments();
    return tableOf(
      deploymentColumns,
      deployments,
      async (rated) => {
        const deployment = await entityAt(rated.target.id, place, context);
        return { rated, deployment, path: await pathTo(rated.target) };
      },
      told(deployments.length),
      context,
    );
  }
  const owners = await assessment.owners();
  return tableOf(
    ownerColumns,
    owners,
    async ({ id, owns }) => ({ owner: await entityAt(id, place, context), owns }),
    told(owners.length),
    context,
  );
}

/** A thousand of them are told in turns. */
async function pathTo(target: AffectedTarget): Promise<FoundPath> {
  if (isStretchOver()) await nextTurn();
  return target.path();
}
