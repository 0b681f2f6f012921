import {
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLUnionType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLFieldConfigMap,
  type GraphQLNamedType,
  type GraphQLOutputType,
} from 'graphql';
import { isKind, isSharedOut, isTold, kindsOf, type TypeWithFields } from './owners.ts';

/**
 * The part of the graph that these domains tell, resolvers and all: their fields, what these give, and every kind with at
 * least what its URN says.
 * @param moreOfKinds fields that each kind has beside
 */
export function cutGraph(
  graph: GraphQLSchema,
  domains: ReadonlySet<string>,
  moreOfKinds: GraphQLFieldConfigMap<unknown, unknown> = {},
): GraphQLSchema {
  const made = new Map<string, GraphQLNamedType>();

  /** Scalars, enums and inputs know no other types that are cut, and stay what they are. */
  function cut<T extends GraphQLNamedType>(type: T): T {
    const known = made.get(type.name) ?? anew(type);
    made.set(type.name, known);
    return known as T;
  }

  function anew(type: GraphQLNamedType): GraphQLNamedType {
    const interfaces = () => (type as TypeWithFields).getInterfaces().map(cut);
    if (isObjectType(type)) {
      return new GraphQLObjectType({ ...type.toConfig(), interfaces, fields: () => fieldsOf(type) });
    }
    if (isInterfaceType(type)) {
      return new GraphQLInterfaceType({ ...type.toConfig(), interfaces, fields: () => fieldsOf(type) });
    }
    if (isUnionType(type)) return new GraphQLUnionType({ ...type.toConfig(), types: () => type.getTypes().map(cut) });
    return type;
  }

  function fieldsOf(type: TypeWithFields): GraphQLFieldConfigMap<unknown, unknown> {
    const told = Object.entries(type.toConfig().fields).filter(([name]) => isKept(type, type.getFields()[name]));
    const fields = Object.fromEntries(told.map(([name, field]) => [name, { ...field, type: inside(field.type) }]));
    return isKind(type) ? { ...fields, ...moreOfKinds } : fields;
  }

  function isKept(type: TypeWithFields, field: GraphQLField<unknown, unknown> | undefined): boolean {
    return field !== undefined && (!isSharedOut(graph, type) || isTold(field, domains));
  }

  function inside(type: GraphQLOutputType): GraphQLOutputType {
    if (isNonNullType(type)) return new GraphQLNonNull(inside(type.ofType));
    if (isListType(type)) return new GraphQLList(inside(type.ofType));
    return cut(type);
  }

  function root(type: GraphQLObjectType | null | undefined): GraphQLObjectType | null {
    return type && Object.values(type.getFields()).some((field) => isTold(field, domains)) ? cut(type) : null;
  }

  return new GraphQLSchema({
    query: root(graph.getQueryType()),
    mutation: root(graph.getMutationType()),
    subscription: root(graph.getSubscriptionType()),
    types: kindsOf(graph).map(cut),
  });
}
