import {
  isInterfaceType,
  isObjectType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { ENTITIES } from '../../domains/kind/owner.ts';

export type TypeWithFields = GraphQLObjectType | GraphQLInterfaceType;

/** The domains that own something of the graph, by name: each can be a subgraph of its own. */
export function domainsOf(graph: GraphQLSchema): readonly string[] {
  const owners = typesWithFields(graph).flatMap((type) => Object.values(type.getFields()).map(ownerOf));
  return [...new Set(owners)].filter((owner) => owner !== undefined).sort();
}

/** Why these can not be served together; null where they can. */
export function domainsProblem(graph: GraphQLSchema, domains: ReadonlySet<string>): string | null {
  const known = domainsOf(graph);
  const unknown = [...domains].filter((domain) => !known.includes(domain));
  if (unknown.length > 0) return `expected some of ${known.join(', ')}; came ${unknown.join(', ')}`;
  // Whoever enters by an id alone enters at no place: no gateway may take that way between our own.
  if (!domains.has(ENTITIES) || domains.size === 1 || isWhole(graph, domains)) return null;
  return `expected ${ENTITIES} alone, or with all others; came ${[...domains].join(', ')}`;
}

/** Whether these are all domains. */
export function isWhole(graph: GraphQLSchema, domains: ReadonlySet<string>): boolean {
  return domainsOf(graph).every((domain) => domains.has(domain));
}

/** The domain that owns the field; undefined where it goes with its type. */
export function ownerOf({ extensions }: GraphQLField<unknown, unknown>): string | undefined {
  return extensions['owner'] as string | undefined;
}

/** Whether several domains contribute fields: to roots, kinds and interfaces of kinds. Any other type goes whole with what gives it. */
export function isSharedOut(graph: GraphQLSchema, type: TypeWithFields): boolean {
  const roots = [graph.getQueryType(), graph.getMutationType(), graph.getSubscriptionType()];
  return isNode(type) || roots.some((root) => root?.name === type.name);
}

/** Whether objects of this type have an id by which any subgraph can be asked for them: entities, alerts. */
export function isKind(type: TypeWithFields): boolean {
  return isObjectType(type) && isNode(type);
}

function isNode(type: TypeWithFields): boolean {
  return type.getInterfaces().some(({ name }) => name === 'Node');
}

/** Whether a subgraph of these domains tells a field of a type that several domains contribute to. */
export function isTold(field: GraphQLField<unknown, unknown>, domains: ReadonlySet<string>): boolean {
  const owner = ownerOf(field) ?? '';
  return owner === ENTITIES || domains.has(owner);
}

export function kindsOf(graph: GraphQLSchema): GraphQLObjectType[] {
  return typesWithFields(graph).filter((type): type is GraphQLObjectType => isKind(type));
}

export function typesWithFields(graph: GraphQLSchema): TypeWithFields[] {
  return Object.values(graph.getTypeMap()).filter(
    (type): type is TypeWithFields => (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__'),
  );
}
