import { Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import { connectionTypes } from '../kind/connection.ts';
import type { RequestContext } from '../kind/context.ts';
import type { DecidedType } from '../kind/decided-type.ts';
import { Entity, Node, READ_AT } from '../kind/entity.ts';
import { ENTITIES, owned } from '../kind/owner.ts';
import { DateTimeScalar } from '../kind/scalars.ts';
import { seesTheSame } from '../../kernel/viewer.ts';
import type { Outcome } from './assess.ts';
import { placeOf, type PromotionRecord } from './promotion.ts';
import { PromotionReadiness, readinessOf } from './readiness-type.ts';

@ObjectType('Promotion', {
  implements: Node,
  simpleResolvers: true,
  description: 'That a release was let to a stage. It is kept as it was decided, with all that it rested on.',
})
export class Promotion extends Node {
  @Field(() => ID, { description: 'A URN.' })
  @owned(ENTITIES)
  declare readonly id: Urn;

  @Field(() => String, { description: 'The stage.' })
  @owned('gates')
  readonly stage!: string;

  @Field(() => String, { description: 'Who promoted it.' })
  @owned('gates')
  readonly by!: string;

  @Field(() => String, { nullable: true, description: 'What there was to say of it.' })
  @owned('gates')
  readonly note!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was decided.' })
  @owned('gates')
  readonly at!: Micros;

  readonly record!: PromotionRecord;
  readonly [READ_AT]!: ReadAt;
  readonly kind!: 'PROMOTION';
}

export const { Connection: PromotionConnection } = connectionTypes('Promotion', () => Promotion);

export const promotionType: DecidedType = {
  kind: 'PROMOTION',
  typeName: 'Promotion',
  Type: Promotion,
  objectOf: (record, at) => promotionOf(record as PromotionRecord, at),
};

export function promotionOf(record: PromotionRecord, at: ReadAt): Promotion {
  const { id, since, props } = record;
  const { stage, by, note } = props;
  return { id, kind: 'PROMOTION', stage, by, note, at: since, record, [READ_AT]: at };
}

@Resolver(() => Promotion)
export class PromotionFields {
  @FieldResolver(() => Entity, { nullable: true, description: 'The release that was promoted.' })
  @owned('gates')
  release(@Root() { record, [READ_AT]: at }: Promotion, @Ctx() context: RequestContext) {
    return context.read.entity(record.about, at);
  }

  @FieldResolver(() => PromotionReadiness, { description: 'The report by which it was, as it was then.' })
  @owned('gates')
  report(@Root() { record, [READ_AT]: at }: Promotion): PromotionReadiness {
    const place = placeOf(record);
    const { report } = record.props;
    const seesIt = seesTheSame(place.viewer, at.viewer);
    const told = seesIt ? report : { ...report, outcomes: report.outcomes.map(withoutEvidence) };
    return { ...readinessOf(told, { ...place, viewer: at.viewer }, seesIt), hash: record.props.hash };
  }
}

/** Evidence and reasons name entities: whoever sees others than who decided is told the verdicts alone. */
export function withoutEvidence(outcome: Outcome): Outcome {
  const why = 'It was found by somebody who sees other entities than you do.';
  return { ...outcome, why, todo: null, evidence: [] };
}
