import { Field, InterfaceType } from 'type-graphql';
import { Entity, Node } from '../kind/entity.ts';
import { owned } from '../kind/owner.ts';

/** What the kinds that are released have in common; where they serve and what made them others contribute. */
@InterfaceType('Releasable', {
  implements: [Node, Entity],
  description: 'What is released to deployments: a version of a model, or of a configuration.',
})
export abstract class Releasable extends Entity {
  @Field(() => String, { nullable: true, description: 'The version, as the registry counts.' })
  @owned('registry')
  readonly version!: string | null;
}
