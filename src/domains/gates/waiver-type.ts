import { GraphQLJSON } from 'graphql-scalars';
import { Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import type { JsonObject } from '../../kernel/json.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import { connectionTypes } from '../kind/connection.ts';
import type { RequestContext } from '../kind/context.ts';
import type { DecidedType } from '../kind/decided-type.ts';
import { Entity, Node, READ_AT } from '../kind/entity.ts';
import { ENTITIES, owned } from '../kind/owner.ts';
import { DateTimeScalar } from '../kind/scalars.ts';
import { RequirementType } from './policy-type.ts';
import type { WaiverRecord } from './waiver.ts';

@ObjectType('Waiver', {
  implements: Node,
  simpleResolvers: true,
  description: 'That one demand of a policy does not count for one release, until a time.',
})
export class Waiver extends Node {
  @Field(() => ID, { description: 'A URN.' })
  @owned(ENTITIES)
  declare readonly id: Urn;

  @Field(() => String, { description: 'The stage that the release may go to in spite of it.' })
  @owned('gates')
  readonly stage!: string;

  @Field(() => String, { description: 'The policy.' })
  @owned('gates')
  readonly policy!: string;

  @Field(() => ID, { description: 'The id of the demand in the policy.' })
  @owned('gates')
  readonly demand!: string;

  @Field(() => RequirementType, { description: 'What was demanded when it was waived.' })
  @owned('gates')
  readonly type!: string;

  @Field(() => GraphQLJSON, {
    description: 'What was said of it then. Where the policy says it otherwise since, the waiver does not count.',
  })
  @owned('gates')
  readonly parameters!: JsonObject;

  @Field(() => String, { description: 'Who answers for it.' })
  @owned('gates')
  readonly by!: string;

  @Field(() => String, { description: 'Why it may be.' })
  @owned('gates')
  readonly reason!: string;

  @Field(() => DateTimeScalar, { description: 'Since when it stands.' })
  @owned('gates')
  readonly since!: Micros;

  @Field(() => DateTimeScalar, { description: 'Until when it stands, or stood.' })
  @owned('gates')
  readonly until!: Micros;

  readonly about!: Urn;
  readonly [READ_AT]!: ReadAt;
  readonly kind!: 'WAIVER';
}

export const { Connection: WaiverConnection } = connectionTypes('Waiver', () => Waiver);

export const waiverType: DecidedType = {
  kind: 'WAIVER',
  typeName: 'Waiver',
  Type: Waiver,
  objectOf: (record, at) => waiverOf(record as WaiverRecord, at),
};

export function waiverOf({ id, about, since, until, props }: WaiverRecord, at: ReadAt): Waiver {
  return { ...props, id, kind: 'WAIVER', about, since, until, [READ_AT]: at } as unknown as Waiver;
}

@Resolver(() => Waiver)
export class WaiverFields {
  @FieldResolver(() => Entity, { nullable: true, description: 'The release that it is for.' })
  @owned('gates')
  release(@Root() { about, [READ_AT]: at }: Waiver, @Ctx() context: RequestContext) {
    return context.read.entity(about, at);
  }
}
