import type { IncomingHttpHeaders } from 'node:http';
import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationTypeNode,
} from 'graphql';
import type { Services } from '../domains/services.ts';
import { checkLimits, createContext, formatError, MOST_TOKENS, tooDeep, type OperationCost } from '../graphql/index.ts';
import { badInput, type ErrorCode } from '../kernel/errors.ts';
import type { Telemetry } from '../telemetry/events.ts';
import { viewerOf } from './viewer.ts';

/** What a client asks for over a connection that goes on. */
export interface Asked {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
}

export interface Admitted {
  readonly type: OperationTypeNode;
  readonly args: ExecutionArgs;
  readonly cost: OperationCost;
}

/** Checks all that can be checked before anything runs: why it is refused, or what is to be executed. */
export function admit(
  schema: GraphQLSchema,
  services: Services,
  headers: IncomingHttpHeaders,
  { query, operationName, variables }: Asked,
): Admitted | readonly GraphQLError[] {
  try {
    const document = parsed(query);
    const errors = validate(schema, document);
    if (errors.length > 0) return errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'));
    const operation = getOperationAST(document, operationName);
    if (!operation) throw badInput('operationName', 'operationName: expected the name of one of the operations');
    const given = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {});
    if (given.errors) return given.errors.map((error) => coded(error, 'BAD_USER_INPUT'));
    const cost = checkLimits(schema, document, operationName ?? null, variables ?? {});
    const contextValue = createContext(services, viewerOf(headers));
    const args = { schema, document, operationName, variableValues: variables, contextValue };
    return { type: operation.operation, args, cost };
  } catch (error) {
    // What is thrown further would end more than this operation.
    return [error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error })];
  }
}

/** As clients are told of errors. */
export function toldErrors(
  errors: readonly (GraphQLError | GraphQLFormattedError)[],
  { fault }: Telemetry,
): GraphQLFormattedError[] {
  return errors.map((error) => formatError('toJSON' in error ? error.toJSON() : error, error, fault));
}

function parsed(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: MOST_TOKENS });
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    throw error instanceof GraphQLError ? coded(error, 'GRAPHQL_PARSE_FAILED') : error;
  }
}

/** Over HTTP the server's library says the code; here nobody else does. */
function coded(error: GraphQLError, code: ErrorCode): GraphQLError {
  return new GraphQLError(error.message, {
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { code },
  });
}
