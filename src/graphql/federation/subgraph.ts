import {
  GraphQLError,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  valueFromASTUntyped,
  type GraphQLFieldConfigMap,
  type GraphQLInterfaceType,
} from 'graphql';
import type { RequestContext } from '../../domains/kind/context.ts';
import { jsonProblem, type Json } from '../../kernel/json.ts';
import { cutGraph } from './cut.ts';
import { isWhole, kindsOf } from './owners.ts';
import { placeFields } from './place.ts';
import { createPrinter } from './print.ts';
import { readEntities } from './read-entities.ts';

export interface Subgraph {
  /** What clients are told of: not what gateways alone ask for. */
  readonly shown: GraphQLSchema;
  /** What is answered. */
  readonly served: GraphQLSchema;
}

/** What a process answers that serves these domains: a subgraph of Federation 2, of all domains the whole graph. */
export function createSubgraph(graph: GraphQLSchema, domains: ReadonlySet<string>): Subgraph {
  const sdl = () => createPrinter(graph)(domains);
  if (isWhole(graph, domains)) return { shown: graph, served: withGatewayFields(graph, sdl) };
  const served = withGatewayFields(cutGraph(graph, domains, placeFields), sdl);
  const shown = cutGraph(graph, domains);
  // Of these domains gateways alone may have something to ask.
  return { shown: shown.getQueryType() ? shown : served, served };
}

const Any = new GraphQLScalarType({
  name: '_Any',
  description: 'A representation of an entity: its __typename and its key.',
  parseValue: representation,
  parseLiteral: (node, variables) => representation(valueFromASTUntyped(node, variables)),
});

/** Whoever tells what came must come to the bottom of it. */
function representation(value: unknown): unknown {
  const problem = jsonProblem(value as Json);
  if (problem === null) return value;
  throw new GraphQLError(`expected a __typename and a key; came what ${problem}`);
}

const Service = new GraphQLObjectType({
  name: '_Service',
  description: 'This subgraph, for composers.',
  fields: {
    sdl: { type: new GraphQLNonNull(GraphQLString), description: 'Its schema with the directives of Federation.' },
  },
});

/** The two fields of Query that make a subgraph of a schema. */
function withGatewayFields(schema: GraphQLSchema, sdl: () => string): GraphQLSchema {
  const { resolveType } = schema.getType('Entity') as GraphQLInterfaceType;
  const Entity = new GraphQLUnionType({
    name: '_Entity',
    description: 'Any kind of entity.',
    types: kindsOf(schema),
    ...(resolveType && { resolveType }),
  });
  let printed: string | null = null;
  const gatewayFields: GraphQLFieldConfigMap<unknown, RequestContext> = {
    _service: {
      type: new GraphQLNonNull(Service),
      description: 'What a composer has to know of this subgraph.',
      resolve: () => ({ sdl: (printed ??= sdl()) }),
    },
    _entities: {
      type: new GraphQLNonNull(new GraphQLList(Entity)),
      description: 'Entities by their keys: same order, null for each that is not there.',
      args: {
        representations: {
          type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(Any))),
          description: 'Of each its __typename and its key.',
        },
      },
      resolve: (_root, { representations }, context) => readEntities(representations as readonly unknown[], context),
    },
  };
  const query = schema.getQueryType()?.toConfig() ?? { name: 'Query', fields: {} };
  return new GraphQLSchema({
    ...schema.toConfig(),
    query: new GraphQLObjectType({ ...query, fields: { ...query.fields, ...gatewayFields } }),
    types: schema.toConfig().types.filter(({ name }) => name !== query.name),
  });
}
