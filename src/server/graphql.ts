import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { RequestContext } from '../domains/kind/context.ts';
import type { Services } from '../domains/services.ts';
import {
  checkLimits,
  formatError,
  MOST_TOKENS,
  OWN_RULES,
  type Execute,
  type OperationCost,
} from '../graphql/index.ts';
import { formatPosition, positionOf } from '../kernel/cursor.ts';
import { ThroughlineError } from '../kernel/errors.ts';
import { httpStatus } from '../kernel/http-status.ts';
import type { Telemetry } from '../telemetry/events.ts';
import { executedBy } from './executed-by.ts';
import { pinnedContext } from './pinned-context.ts';

/** Mounts GraphQL over HTTP on /graphql. */
export async function mountGraphql(
  app: FastifyInstance,
  schema: GraphQLSchema,
  execute: Execute,
  services: Services,
  telemetry: Telemetry,
): Promise<ApolloServer<RequestContext>> {
  const server = new ApolloServer<RequestContext>({
    gateway: executedBy(execute, schema),
    introspection: true,
    parseOptions: { maxTokens: MOST_TOKENS },
    validationRules: OWN_RULES,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => formatError(formatted, error, telemetry.fault),
    plugins: [
      fastifyApolloDrainPlugin(app),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      operationPlugin(schema, telemetry),
    ],
  });
  await server.start();
  await app.register(fastifyApollo(server), {
    path: '/graphql',
    method: ['GET', 'POST', 'OPTIONS'],
    context: (request: FastifyRequest) => contextOf(request, services),
  });
  return server;
}

/** A refusal is told as GraphQL tells it. */
async function contextOf(request: FastifyRequest, services: Services): Promise<RequestContext> {
  try {
    return await pinnedContext(request.headers, services);
  } catch (error) {
    if (!(error instanceof ThroughlineError)) throw error;
    const { code, argument } = error;
    const extensions = { code, argument, http: { status: httpStatus(code) } };
    throw new GraphQLError(error.message, { extensions, originalError: error });
  }
}

/** Limits before it runs; the position, the cost and the time it took behind it. */
function operationPlugin(schema: GraphQLSchema, telemetry: Telemetry): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      const started = performance.now();
      let cost: OperationCost | null = null;
      return {
        async didResolveOperation({ document, operation, operationName, request }) {
          asBadRequest(() => {
            if (operation?.operation === 'subscription') {
              throw new ThroughlineError(
                'BAD_USER_INPUT',
                'subscriptions go over a WebSocket on this path (graphql-transport-ws), or by GET with Accept: text/event-stream',
              );
            }
            cost = checkLimits(schema, document, operationName, request.variables ?? {});
          });
        },
        async willSendResponse({ response, contextValue, operation, errors }) {
          telemetry.graphqlAnswered(
            operation?.operation ?? 'unknown',
            (performance.now() - started) / 1000,
            errors !== undefined,
          );
          if (response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          const position = positionOf(contextValue.services.reader.log(), formatPosition(contextValue.position));
          singleResult.extensions = { ...singleResult.extensions, position, ...(cost === null ? {} : { cost }) };
        },
      };
    },
  };
}

/** A refusal before anything runs is the caller's to mend, which the library would not know by itself. */
function asBadRequest(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof ThroughlineError)) throw error;
    const extensions = { code: error.code, http: { status: 400 } };
    throw new GraphQLError(error.message, { extensions, originalError: error });
  }
}
