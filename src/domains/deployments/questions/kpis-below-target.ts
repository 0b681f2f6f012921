import { Args, Ctx, Field, Float, ObjectType, Query, Resolver } from 'type-graphql';
import type { ReadAt } from '../../../store/ports.ts';
import { connectionTypes, type Connection } from '../../kind/connection.ts';
import type { RequestContext } from '../../kind/context.ts';
import type { EntityObject } from '../../kind/entity.ts';
import { everyOfKind } from '../../kind/every-of-kind.ts';
import { timeOf } from '../../kind/moment.ts';
import { owned, priced } from '../../kind/owner.ts';
import { ListArgs, rankedRows } from '../../kind/ranked-page.ts';
import {
  BusinessKpi,
  currentValue,
  definitionInForce,
  KpiObservation,
  KpiTarget,
  observationOf,
  targetInForce,
  type KpiDefinition,
} from '../../kpis/index.ts';
import { Deployment } from '../deployment.ts';
import { deploymentsAffecting } from '../effect/upstream.ts';
import { SCAN_COST } from './scan-cost.ts';

@ObjectType('KpiBelowTarget', { simpleResolvers: true, description: 'A KPI that misses what it is to reach.' })
class KpiBelowTarget {
  @Field(() => BusinessKpi.Type, { description: 'The KPI.' })
  readonly kpi!: EntityObject;

  @Field(() => KpiObservation, { description: 'Its newest value.' })
  readonly value!: KpiObservation;

  @Field(() => KpiTarget, { description: 'The target in force.' })
  readonly target!: KpiTarget;

  @Field(() => Float, { description: 'By how much it misses it, in its unit; more than 0, whichever way is better.' })
  readonly gap!: number;

  @Field(() => [Deployment.Type], {
    description:
      'The deployments that affect it, or a KPI that rolls up into it, the nearest first; `serving` tells their releases.',
  })
  readonly deployments!: readonly EntityObject[];
}

const { Connection: KpiBelowTargetConnection } = connectionTypes('KpiBelowTarget', () => KpiBelowTarget);

type Missed = Omit<KpiBelowTarget, 'deployments'>;

@Resolver()
export class KpisBelowTarget {
  @Query(() => KpiBelowTargetConnection, {
    description:
      'KPIs whose newest value misses the target in force, by the direction of the definition in force: those first that miss ' +
      'it by the largest share of it. A value of another definition than that is not compared. Of more than 10,000 KPIs the ' +
      'first are looked at, and total is not exact.',
  })
  @owned('deployments')
  @priced(SCAN_COST)
  kpisBelowTarget(
    @Args(() => ListArgs) args: ListArgs,
    @Ctx() context: RequestContext,
  ): Promise<Connection<KpiBelowTarget>> {
    return rankedRows(['kpisBelowTarget'], context.at, args, context, async (at) => {
      const rows: Missed[] = [];
      let isWhole = true;
      for await (const { entities, isCut } of everyOfKind(BusinessKpi.kind, at, context)) {
        rows.push(...(await missedBy(entities, at, context)));
        isWhole &&= !isCut;
      }
      rows.sort((a, b) => shareOf(b) - shareOf(a) || (a.kpi.id < b.kpi.id ? -1 : 1));
      return { rows, isWhole, make: (page: readonly Missed[]) => withDeployments(page, at, context) };
    });
  }
}

async function missedBy(kpis: readonly EntityObject[], at: ReadAt, context: RequestContext): Promise<Missed[]> {
  const now = timeOf(at);
  const aimed = kpis.flatMap((kpi) => {
    const [definition, target] = [definitionInForce(kpi, now), targetInForce(kpi, now)];
    return definition === null || typeof target?.value !== 'number' ? [] : [{ kpi, definition, target }];
  });
  const values = await Promise.all(aimed.map(({ kpi }) => currentValue(kpi.id, at, context)));
  return aimed.flatMap(({ kpi, definition, target }, index) => {
    const found = values[index] ?? null;
    const value = found === null ? null : observationOf(found, kpi);
    if (value === null || value.definition?.id !== definition.id) return [];
    const gap = gapOf(value.value, target.value as number, definition);
    return gap > 0 ? [{ kpi, value, target, gap }] : [];
  });
}

/** Above 0 where it is missed; 0 where nobody says which way is better. */
function gapOf(value: number, target: number, { direction }: KpiDefinition): number {
  if (direction === null || direction === undefined) return 0;
  return direction === 'HIGHER_IS_BETTER' ? target - value : value - target;
}

function shareOf({ gap, target }: Missed): number {
  return gap / Math.abs(target.value as number);
}

async function withDeployments(
  rows: readonly Missed[],
  at: ReadAt,
  context: RequestContext,
): Promise<KpiBelowTarget[]> {
  const ids = await Promise.all(rows.map(({ kpi }) => deploymentsAffecting(kpi.id, at, context)));
  const deployments = await Promise.all(ids.map((each) => Promise.all(each.map((id) => context.read.entity(id, at)))));
  return rows.map((row, index) => ({ ...row, deployments: deployments[index]!.filter((each) => each !== null) }));
}
