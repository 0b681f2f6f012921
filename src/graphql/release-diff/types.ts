import { GraphQLJSON } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { connectionTypes } from '../../domains/kind/connection.ts';
import { Entity, type EntityObject } from '../../domains/kind/entity.ts';
import type { MomentInput } from '../../domains/kind/moment-input.ts';
import { Releasable } from '../../domains/registry/index.ts';
import type { Json } from '../../kernel/json.ts';
import { AspectName, DifferenceName, UnknownReasonName } from './aspects.ts';
import type { Comparison } from './comparison.ts';

@ObjectType('ReleaseDifference', { simpleResolvers: true, description: 'Something in which two releases differ.' })
export class ReleaseDifference {
  @Field(() => AspectName, { description: 'Which part of them it belongs to.' })
  readonly aspect!: string;

  @Field(() => DifferenceName, { description: 'What became of it.' })
  readonly type!: string;

  @Field(() => String, {
    description: 'The path of a setting, parameter, metric or package, as limits.daily; else the name of the entity.',
  })
  readonly name!: string;

  @Field(() => Entity, {
    description:
      'What tells of it, with all the lineage behind it: the configuration, the run, or the input itself; as the later release has it, where only the former has it as that does.',
  })
  readonly entity!: EntityObject;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description:
      'Of a path its value; of an entity, members of what is said of it: all where it was removed, those that differ where it changed. Null where it was added.',
  })
  readonly before!: Json;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'As before, in the later release; null where it was removed.',
  })
  readonly after!: Json;
}

@ObjectType('ReleaseUnknown', {
  simpleResolvers: true,
  description: 'A part of a release of which it is not known what it was made of.',
})
export class ReleaseUnknown {
  @Field(() => AspectName, { description: 'Which part.' })
  readonly aspect!: string;

  @Field(() => Releasable, { description: 'Of which of the two.' })
  readonly release!: EntityObject;

  @Field(() => UnknownReasonName, { description: 'Why.' })
  readonly reason!: string;
}

@ObjectType('ReleaseDiff', {
  simpleResolvers: true,
  description: 'What two releases are made of, compared: of versions of models and of configurations alike.',
})
export class ReleaseDiff {
  @Field(() => Releasable, { description: 'The former.' })
  readonly from!: EntityObject;

  @Field(() => Releasable, { description: 'The later.' })
  readonly to!: EntityObject;

  readonly comparison!: Comparison;
  readonly moment!: MomentInput | null;
}

export const { Connection: ReleaseDifferenceConnection } = connectionTypes(
  'ReleaseDifference',
  () => ReleaseDifference,
);
