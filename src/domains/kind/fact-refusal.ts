import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('FactRefusal', { simpleResolvers: true, description: 'A fact that was not taken, and why.' })
export class FactRefusal {
  @Field(() => Int, { description: 'Its place in the list, from 0.' })
  readonly index!: number;

  @Field(() => String, { description: 'The place in the fact that is wrong; empty: the fact as a whole.' })
  readonly path!: string;

  @Field(() => String, { description: 'From the catalog of error codes.' })
  readonly code!: string;

  @Field(() => String, { description: 'What was expected, and what came.' })
  readonly message!: string;
}
