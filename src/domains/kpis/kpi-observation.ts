import { Args, ArgsType, Ctx, Field, FieldResolver, Float, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { formatCursor } from '../../kernel/cursor.ts';
import type { Json } from '../../kernel/json.ts';
import { isMicros, type Micros } from '../../kernel/time.ts';
import { pageSize, timeArgument } from '../kind/arguments.ts';
import { connection, connectionTypes, type Connection } from '../kind/connection.ts';
import type { RequestContext } from '../kind/context.ts';
import { READ_AT, type EntityObject } from '../kind/entity.ts';
import { owned, priced } from '../kind/owner.ts';
import { placeBehind } from '../kind/page.ts';
import { DateTimeScalar, PageCursorScalar } from '../kind/scalars.ts';
import { BusinessKpi } from './business-kpi.ts';
import { definitionInForce, KpiDefinition } from './kpi-definition.ts';
import type { KpiValue } from './observation.ts';
import { currentValue, valuesOf } from './series.ts';

/** It reads more than it tells, to know how many there are. */
const SERIES_COST = 500;

@ObjectType('KpiObservation', { simpleResolvers: true, description: 'A value that a KPI had.' })
export class KpiObservation {
  @Field(() => DateTimeScalar, { description: 'The beginning of the period that it is of.' })
  readonly at!: Micros;

  @Field(() => Float, { description: 'In the unit of the definition.' })
  readonly value!: number;

  @Field(() => Float, { nullable: true, description: 'Of how many it is the mean; null where nobody said.' })
  readonly n!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The sample variance of those that it is the mean of (divided by n - 1); null where nobody said.',
  })
  readonly variance!: number | null;

  @Field(() => String, { nullable: true, description: 'The part of the business that it is of; null: the whole.' })
  readonly segment!: string | null;

  @Field(() => String, { nullable: true, description: 'The arm of an experiment that it is of; null: all.' })
  readonly arm!: string | null;

  @Field(() => Int, { description: 'How often it was corrected.' })
  readonly revision!: number;

  @Field(() => String, { description: 'Who says so.' })
  readonly source!: string;

  @Field(() => KpiDefinition, {
    nullable: true,
    description: 'What the KPI meant then, as far as is known by now: the definition in force; null where none was.',
  })
  readonly definition!: KpiDefinition | null;
}

export const { Connection: KpiObservationConnection } = connectionTypes('KpiObservation', () => KpiObservation);

@ArgsType()
class ObservationArgs {
  @Field(() => String, { nullable: true, description: 'Only of this part of the business.' })
  readonly segment!: string | null;

  @Field(() => String, { nullable: true, description: 'Only of this arm of an experiment.' })
  readonly arm!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Those of parts and arms in place of those of the whole; `segment` and `arm` ask for that, too.',
  })
  readonly parts!: boolean | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'From then on; from the first if absent.' })
  readonly since!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Before then; up to the answer’s moment if absent.' })
  readonly until!: string | null;

  @Field(() => Int, { nullable: true, defaultValue: 100, description: 'How many, 1 to 1,000.' })
  readonly first!: number | null;

  @Field(() => PageCursorScalar, { nullable: true, description: 'The endCursor of the page before.' })
  readonly after!: string | null;
}

@Resolver(() => BusinessKpi.Type)
export class KpiObservations {
  @FieldResolver(() => KpiObservationConnection, {
    nullable: true,
    description: 'Its values, the newest first: of the whole, or of parts and arms. At most 50,000 in one answer.',
  })
  @owned('kpis')
  @priced(SERIES_COST)
  async observations(
    @Root() root: EntityObject,
    @Args(() => ObservationArgs) args: ObservationArgs,
    @Ctx() context: RequestContext,
  ): Promise<Connection<KpiObservation>> {
    const [segment, arm] = [args.segment ?? null, args.arm ?? null];
    const size = pageSize(args.first, 100);
    const stretch = { since: timeArgument(args.since, 'since'), until: timeArgument(args.until, 'until') };
    const of = args.parts === true || segment !== null || arm !== null ? 'part' : 'whole';
    const question = ['observations', root.id, of, segment, arm, stretch.since, stretch.until];
    const { at, behind } = await placeBehind(args.after, question, isPlace, root[READ_AT], context);
    const all = await valuesOf(root.id, of, stretch, at, context);
    const values = all.filter(
      (each) => (segment === null || each.segment === segment) && (arm === null || each.arm === arm),
    );
    const skip = behind === null ? 0 : values.findIndex((each) => each.at === behind[0] && each.key === behind[1]) + 1;
    const items = values.slice(skip, skip + size).map((value) => ({
      node: observationOf(value, root),
      cursor: formatCursor(question, { position: at.position, key: [value.at, value.key] }),
    }));
    const [hasNext, hasPrevious] = [skip + size < values.length, skip > 0];
    return connection(items, { hasNext, hasPrevious, total: values.length });
  }

  @FieldResolver(() => KpiObservation, { nullable: true, description: 'Its newest value; null where it has none.' })
  @owned('kpis')
  async current(@Root() root: EntityObject, @Ctx() context: RequestContext): Promise<KpiObservation | null> {
    const value = await currentValue(root.id, root[READ_AT], context);
    return value === null ? null : observationOf(value, root);
  }
}

/** The value with what the KPI meant when it had it. */
export function observationOf(value: KpiValue, kpi: EntityObject): KpiObservation {
  return { ...value, definition: definitionInForce(kpi, value.at) };
}

function isPlace(key: Json): key is readonly [Micros, string] {
  return Array.isArray(key) && key.length === 2 && isMicros(key[0]) && typeof key[1] === 'string';
}
