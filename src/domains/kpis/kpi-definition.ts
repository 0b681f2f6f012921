import { Field, FieldResolver, Float, ID, ObjectType, Resolver, Root } from 'type-graphql';
import type { Micros } from '../../kernel/time.ts';
import { READ_AT, type EntityObject } from '../kind/entity.ts';
import { enumOf } from '../kind/filter.ts';
import { timeOf } from '../kind/moment.ts';
import { inForce, oneAtATime, versionsIn } from '../kind/overlap.ts';
import { owned } from '../kind/owner.ts';
import { DateTimeScalar } from '../kind/scalars.ts';
import { BusinessKpi } from './business-kpi.ts';

const DIRECTION = BusinessKpi.attributes.definitions.members.direction.values;

@ObjectType('KpiDefinition', { simpleResolvers: true, description: 'What a KPI means, while it is in force.' })
export class KpiDefinition {
  @Field(() => ID, { description: 'Unique among the KPI’s definitions.' })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'How it is computed, in words or as an expression.' })
  readonly formula!: string | null;

  @Field(() => String, { nullable: true, description: 'What its values count: EUR, percent, orders a day.' })
  readonly unit!: string | null;

  @Field(() => enumOf(DIRECTION), { nullable: true, description: 'Which way is better.' })
  readonly direction!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The stage of the business that it is for: launch, growth, retention, profit, or one of its own.',
  })
  readonly stage!: string | null;

  @Field(() => Float, { description: 'How much it matters against the other KPIs; 1 where nobody said.' })
  readonly weight!: number;

  @Field(() => DateTimeScalar, { description: 'In force from then on.' })
  readonly validFrom!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'In force until then, or until the next began; null while no end is known.',
  })
  readonly validTo!: string | null;
}

@Resolver(() => BusinessKpi.Type)
export class KpiDefinitions {
  @FieldResolver(() => [KpiDefinition], {
    nullable: true,
    description: 'All its definitions, by when they came into force.',
  })
  @owned('kpis')
  definitions(@Root() root: EntityObject): KpiDefinition[] {
    return definitionsOf(root);
  }

  @FieldResolver(() => KpiDefinition, {
    nullable: true,
    description: 'The definition in force at the answer’s moment.',
  })
  @owned('kpis')
  definition(@Root() root: EntityObject): KpiDefinition | null {
    return definitionInForce(root, timeOf(root[READ_AT]));
  }
}

/** What the KPI means by the definition in force at this time; null where none is. */
export function definitionInForce(kpi: EntityObject, time: Micros): KpiDefinition | null {
  return inForce(definitionsOf(kpi), time);
}

/** How much the KPI matters by the definition in force at this time; null where none is. */
export function weightInForce(kpi: EntityObject, time: Micros): number | null {
  return definitionInForce(kpi, time)?.weight ?? null;
}

/** All its definitions, by when they came into force: one at a time. */
export function definitionsOf(kpi: EntityObject): KpiDefinition[] {
  const said = versionsIn<KpiDefinition>(kpi['definitions']);
  return oneAtATime(said.map((version) => ({ ...version, weight: version.weight ?? 1 })));
}
