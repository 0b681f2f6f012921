import { Field, FieldResolver, Float, ID, ObjectType, Resolver, Root } from 'type-graphql';
import type { Micros } from '../../kernel/time.ts';
import { READ_AT, type EntityObject } from '../kind/entity.ts';
import { timeOf } from '../kind/moment.ts';
import { inForce, oneAtATime, versionsIn } from '../kind/overlap.ts';
import { owned } from '../kind/owner.ts';
import { DateTimeScalar } from '../kind/scalars.ts';
import { BusinessKpi } from './business-kpi.ts';

@ObjectType('KpiTarget', { simpleResolvers: true, description: 'What a KPI is to reach in a period.' })
export class KpiTarget {
  @Field(() => ID, { description: 'Unique among the KPI’s targets.' })
  readonly id!: string;

  @Field(() => Float, { nullable: true, description: 'In the unit of the definition in force.' })
  readonly value!: number | null;

  @Field(() => DateTimeScalar, { description: 'From when on.' })
  readonly validFrom!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when; null while no end is known.' })
  readonly validTo!: string | null;
}

@Resolver(() => BusinessKpi.Type)
export class KpiTargets {
  @FieldResolver(() => [KpiTarget], { nullable: true, description: 'All its targets, by when they began.' })
  @owned('kpis')
  targets(@Root() root: EntityObject): KpiTarget[] {
    return targetsOf(root);
  }

  @FieldResolver(() => KpiTarget, { nullable: true, description: 'The target at the answer’s moment.' })
  @owned('kpis')
  target(@Root() root: EntityObject): KpiTarget | null {
    return targetInForce(root, timeOf(root[READ_AT]));
  }
}

/** What the KPI is to reach at this time; null where nothing is. */
export function targetInForce(kpi: EntityObject, time: Micros): KpiTarget | null {
  return inForce(targetsOf(kpi), time);
}

function targetsOf(kpi: EntityObject): KpiTarget[] {
  return oneAtATime(versionsIn<KpiTarget>(kpi['targets']));
}
