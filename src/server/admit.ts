import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type ExecutionArgs,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type TypeNode,
} from 'graphql';
import { LogPositionScalar } from '../domains/kind/scalars.ts';
import type { Services } from '../domains/services.ts';
import { checkLimits, createContext, formatError, tooDeep, type OperationCost } from '../graphql/index.ts';
import { badInput, type ErrorCode } from '../kernel/errors.ts';
import { contentHash, type Json } from '../kernel/json.ts';
import type { Viewer } from '../kernel/viewer.ts';
import type { Telemetry } from '../telemetry/events.ts';
import { createDocuments, type Known } from './documents.ts';

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
  /** Of a subscription: the same for those who are told the same, as soon as all of them have come to one place. Else empty. */
  readonly followed: string;
}

/** Checks all that can be checked before anything runs: why it is refused, or what is to be executed. */
export type Admit = (viewer: Viewer, asked: Asked) => Admitted | readonly GraphQLError[];

export function createAdmit(schema: GraphQLSchema, services: Services): Admit {
  const documentOf = createDocuments(schema);

  return (viewer, { query, operationName, variables }) => {
    try {
      const { document, errors } = parsed(documentOf, query);
      if (errors.length > 0) return errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'));
      const operation = getOperationAST(document, operationName);
      if (!operation) throw badInput('operationName', 'operationName: expected the name of one of the operations');
      const given = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {});
      if (given.errors) return given.errors.map((error) => coded(error, 'BAD_USER_INPUT'));
      const cost = checkLimits(schema, document, operationName ?? null, variables ?? {});
      const contextValue = createContext(services, viewer);
      const args = { schema, document, operationName, variableValues: variables, contextValue };
      const isFeed = operation.operation === OperationTypeNode.SUBSCRIPTION;
      const followed = isFeed ? followedBy(viewer, query, operation, given.coerced) : '';
      return { type: operation.operation, args, cost, followed };
    } catch (error) {
      // What is thrown further would end more than this operation.
      return [error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error })];
    }
  };
}

/** Variables that say where a feed begins do not count: nothing else takes a position of the log. */
function followedBy(
  { visibility }: Viewer,
  query: string,
  { name, variableDefinitions = [] }: OperationDefinitionNode,
  variables: Record<string, unknown>,
): string {
  const lasting = { ...variables };
  for (const { variable, type } of variableDefinitions) {
    if (nameOf(type) === LogPositionScalar.name) delete lasting[variable.name.value];
  }
  const { key, disclosure } = visibility;
  return contentHash([query, name?.value ?? null, lasting as Json, key, disclosure]);
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

/** As clients are told of errors. */
export function toldErrors(
  errors: readonly (GraphQLError | GraphQLFormattedError)[],
  { fault }: Telemetry,
): GraphQLFormattedError[] {
  return errors.map((error) => formatError('toJSON' in error ? error.toJSON() : error, error, fault));
}

function parsed(documentOf: (text: string) => Known, query: string): Known {
  try {
    return documentOf(query);
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
