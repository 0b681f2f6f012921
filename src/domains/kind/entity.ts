import 'reflect-metadata';
import { Field, ID, InterfaceType, registerEnumType } from 'type-graphql';
import type { EntityRecord, ReadAt } from '../../store/ports.ts';
import type { Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import { ENTITIES, owned } from './owner.ts';
import { DateTimeScalar } from './scalars.ts';

/** Members are added as kinds are defined, so the enum is what the domains declare. */
export const EntityKind: Record<string, string> = {};
export const entityKindDescriptions: Record<string, { description: string }> = {};

registerEnumType(EntityKind, {
  name: 'EntityKind',
  description: 'The kinds of entity that the graph has.',
  valuesConfig: entityKindDescriptions,
});

@InterfaceType('Node', { description: 'Anything that has an id of its own and can be looked up by it.' })
export abstract class Node {
  @Field(() => ID, { description: 'Unique over everything that the API has.' })
  readonly id!: string;
}

@InterfaceType('Entity', {
  implements: Node,
  description: 'A node of the graph: a dataset, a feature, a model version, a KPI, a team …',
})
export abstract class Entity extends Node {
  @Field(() => ID, { description: 'The URN: urn:throughline:<kind>:<namespace>:<name>, the parts percent-encoded.' })
  @owned(ENTITIES)
  declare readonly id: Urn;

  @Field(() => EntityKind, { description: 'What kind of entity it is; stands in the URN.' })
  @owned(ENTITIES)
  readonly kind!: string;

  @Field(() => String, { description: 'What its name is unique in; stands in the URN.' })
  @owned(ENTITIES)
  readonly namespace!: string;

  @Field(() => String, { description: 'Its name within kind and namespace; stands in the URN.' })
  @owned(ENTITIES)
  readonly name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What it is, in the words of the source that described it last.',
  })
  @owned('lineage')
  readonly description!: string | null;

  @Field(() => [String], { nullable: true, description: 'Labels, united over all sources, sorted.' })
  @owned('lineage')
  readonly tags!: readonly string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'False: a stub, referred to but never described.' })
  @owned('lineage')
  readonly described!: boolean | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The earliest event time at which anything was said of it.',
  })
  @owned('lineage')
  readonly createdAt!: Micros | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The latest event time at which some source began to say of it what it says now.',
  })
  @owned('lineage')
  readonly updatedAt!: Micros | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the last source that described it said that it is gone; null while any still describes it.',
  })
  @owned('lineage')
  readonly retiredAt!: Micros | null;
}

/** Where an entity was read: what hangs below it is read there too. */
export const READ_AT: unique symbol = Symbol('where it was read');

/** An entity as resolvers see it: stored properties beside the common ones, as `simpleResolvers` read them. */
export interface EntityObject {
  readonly id: Urn;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly [READ_AT]: ReadAt;
  readonly [property: string]: unknown;
}

/** The record as an object for resolvers. Reserved names win over properties that somebody made up. */
export function hydrate(record: EntityRecord, at: ReadAt): EntityObject {
  const { id, kind, namespace, name, described, createdAt, updatedAt, retiredAt, props } = record;
  return { tags: [], ...props, id, kind, namespace, name, described, createdAt, updatedAt, retiredAt, [READ_AT]: at };
}
