import { GraphQLJSON } from 'graphql-scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { JsonObject } from '../../kernel/json.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import { connectionTypes } from '../kind/connection.ts';
import type { DecidedType } from '../kind/decided-type.ts';
import { Node, READ_AT } from '../kind/entity.ts';
import { ENTITIES, owned } from '../kind/owner.ts';
import { DateTimeScalar } from '../kind/scalars.ts';
import type { Demand, PolicyRecord } from './policy.ts';
import { REQUIREMENTS } from './requirements/index.ts';

export const RequirementType = Object.fromEntries([...REQUIREMENTS.keys()].map((type) => [type, type]));
registerEnumType(RequirementType, {
  name: 'RequirementType',
  description: 'What a policy can demand of a release.',
  valuesConfig: Object.fromEntries([...REQUIREMENTS.values()].map(({ type, description }) => [type, { description }])),
});

@ObjectType('PolicyDemand', { simpleResolvers: true, description: 'One thing that a policy demands.' })
export class PolicyDemand {
  @Field(() => ID, { description: 'Unique in its policy: by it the demand is waived.' })
  readonly id!: string;

  @Field(() => RequirementType, { description: 'Which requirement.' })
  readonly type!: string;

  @Field(() => GraphQLJSON, { description: 'What is said of it, by name, as `requirements` tells.' })
  readonly parameters!: JsonObject;
}

@ObjectType('Policy', {
  implements: Node,
  simpleResolvers: true,
  description: 'What must hold before a release may go to a stage.',
})
export class Policy extends Node {
  @Field(() => ID, { description: 'A URN.' })
  @owned(ENTITIES)
  declare readonly id: Urn;

  @Field(() => String, { description: 'Its name.' })
  @owned('gates')
  readonly name!: string;

  @Field(() => String, { description: 'The stage that it stands before.' })
  @owned('gates')
  readonly stage!: string;

  @Field(() => String, { nullable: true, description: 'Of models of this tier alone; null: of all releases.' })
  @owned('gates')
  readonly tier!: string | null;

  @Field(() => Int, { description: 'How often it was said anew, from 1.' })
  @owned('gates')
  readonly version!: number;

  @Field(() => [PolicyDemand], { description: 'What it demands, all of it.' })
  @owned('gates')
  readonly demands!: readonly Demand[];

  @Field(() => [String], {
    nullable: true,
    description: 'Who may waive what it demands, as `by` of a waiver says it; null: anybody.',
  })
  @owned('gates')
  readonly mayWaive?: readonly string[];

  @Field(() => DateTimeScalar, { description: 'Since when it is in force in this form.' })
  @owned('gates')
  readonly since!: Micros;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was retired; null while it is in force.' })
  @owned('gates')
  readonly until!: Micros | null;

  readonly [READ_AT]!: ReadAt;
  readonly kind!: 'POLICY';
}

export const { Connection: PolicyConnection } = connectionTypes('Policy', () => Policy);

export const policyType: DecidedType = {
  kind: 'POLICY',
  typeName: 'Policy',
  Type: Policy,
  objectOf: (record, at) => policyOf(record as PolicyRecord, at),
};

export function policyOf({ id, since, until, props }: PolicyRecord, at: ReadAt): Policy {
  return { ...props, id, kind: 'POLICY', since, until, [READ_AT]: at } as unknown as Policy;
}
