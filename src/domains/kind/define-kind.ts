import 'reflect-metadata';
import { Field, InputType, ObjectType, registerEnumType, type ClassType } from 'type-graphql';
import { COMMON_ATTRIBUTES, type Attributes, type KindDeclaration } from '../../kernel/ontology.ts';
import { attributeType } from './attribute-type.ts';
import { connectionTypes } from './connection.ts';
import { Entity, EntityKind, entityKindDescriptions, Node } from './entity.ts';
import { enumOf, filterInput } from './filter.ts';
import { listResolver } from './list-resolver.ts';
import { mutationResolver } from './mutations.ts';
import { owned } from './owner.ts';

/** A kind with everything that follows from its declaration. */
export interface KindDefinition<A extends Attributes = Attributes> extends KindDeclaration<A> {
  /** The GraphQL type; for relations that point to it. */
  readonly Type: ClassType;
  readonly Connection: ClassType;
  readonly Filter: ClassType;
  readonly Order: ClassType;
  /** Resolver classes for the schema build: its list, its mutations. */
  readonly resolvers: readonly ClassType[];
}

interface Interfaces {
  /** What its GraphQL type implements beside Entity: for what several kinds have in common. */
  readonly interfaces?: readonly (typeof Entity)[];
}

/**
 * Declares a kind of entity: all that is known of it follows from this one value. Store columns, constraints and
 * indexes, facets and docs follow from the declaration; its GraphQL type, filter, order, list and mutations are made here.
 */
export function defineKind<const A extends Attributes>({
  interfaces = [],
  ...declaration
}: KindDeclaration<A> & Interfaces): KindDefinition<A> {
  const { kind, typeName, domain, description, naming, attributes } = declaration;
  registerEnums(attributes);
  EntityKind[kind] = kind;
  entityKindDescriptions[kind] = { description };
  const Type = class {};
  ObjectType(typeName, {
    implements: [Node, Entity, ...interfaces],
    simpleResolvers: true,
    description: `${description} Namespace and name: ${naming}`,
  })(Type);
  for (const [name, attribute] of Object.entries(attributes)) {
    if (attribute.type === 'versions') continue;
    Field(attributeType(attribute), { nullable: true, description: attribute.description })(Type.prototype, name);
    owned(domain)(Type.prototype, name);
  }
  const { Connection } = connectionTypes(typeName, () => Type);
  const Filter = filterInput(typeName, { ...COMMON_ATTRIBUTES, ...attributes });
  const Order = orderInput(typeName, attributes);
  const types = { Type: Type as ClassType, Connection, Filter, Order };
  return {
    ...declaration,
    ...types,
    resolvers: [listResolver(declaration, types), mutationResolver(declaration, types.Type)],
  };
}

/** The schema build knows only enums that were registered before it began. */
function registerEnums(attributes: Attributes): void {
  for (const { values, members } of Object.values(attributes)) {
    if (values !== undefined) enumOf(values);
    if (members !== undefined) registerEnums(members);
  }
}

function orderInput(typeName: string, attributes: Attributes): ClassType {
  const fields: Record<string, { description: string }> = {
    name: { description: 'By name.' },
    namespace: { description: 'By namespace.' },
    createdAt: { description: 'By when anything was first said of it.' },
    updatedAt: { description: 'By when what is said of it last changed.' },
  };
  for (const [name, attribute] of Object.entries(attributes)) {
    if (attribute.order) fields[name] = { description: `By: ${attribute.description}` };
  }
  const members = Object.fromEntries(Object.keys(fields).map((name) => [enumName(name), name]));
  registerEnumType(members, {
    name: `${typeName}OrderField`,
    description: `What a list of ${typeName} can be ordered by.`,
    valuesConfig: Object.fromEntries(Object.entries(fields).map(([name, config]) => [enumName(name), config])),
  });
  const Input = class {};
  InputType(`${typeName}Order`, {
    description: 'One level of an order; the id decides last. What has no value comes last.',
  })(Input);
  Field(() => members as unknown as ClassType, { description: 'By what.' })(Input.prototype, 'field');
  Field(() => OrderDirection as unknown as ClassType, {
    nullable: true,
    defaultValue: OrderDirection.ASC,
    description: 'Which way.',
  })(Input.prototype, 'direction');
  return Input as ClassType;
}

const OrderDirection = { ASC: 'ASC', DESC: 'DESC' } as const;
registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Which way a list is ordered.',
  valuesConfig: {
    ASC: { description: 'Smallest or earliest first.' },
    DESC: { description: 'Greatest or latest first.' },
  },
});

function enumName(name: string): string {
  return name.replaceAll(/([A-Z])/g, '_$1').toUpperCase();
}
