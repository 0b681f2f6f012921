import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { RequestContext } from '../domains/kind/context.ts';
import type { Execute } from '../graphql/index.ts';

/** The library's one way to bring an executor of one's own: as if each operation went on to other servers. */
export function executedBy(
  execute: Execute,
  schema: GraphQLSchema,
): NonNullable<ApolloServerOptionsWithGateway<RequestContext>['gateway']> {
  return {
    onSchemaLoadOrUpdate(tell) {
      tell({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    load: async () => ({
      executor: async ({ document, request, context }) => {
        const { operationName = null, variables } = request;
        return execute({ document, operationName, variableValues: variables ?? {}, contextValue: context });
      },
    }),
    stop: async () => {},
  };
}
