import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ERROR_CATALOG, ThroughlineError, type ErrorCode } from '../kernel/errors.ts';
import { tooDeep } from './limits.ts';

/**
 * What a caller is told of an error. Expected refusals keep their code and message; what is left is a fault of ours
 * and is masked, with an id under which its cause stands in the log.
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  onFault: (id: string, error: unknown) => void,
): GraphQLFormattedError {
  const cause = rootOf(error);
  const { message, locations, path } = formatted;
  const place = { ...(locations === undefined ? {} : { locations }), ...(path === undefined ? {} : { path }) };
  if (cause instanceof ThroughlineError) {
    const { code, argument } = cause;
    return { message: cause.message, ...place, extensions: { code, ...(argument === undefined ? {} : { argument }) } };
  }
  const code = String(formatted.extensions?.['code'] ?? '');
  if (code === 'GRAPHQL_PARSE_FAILED' && cause instanceof RangeError) {
    const { message: limit, code: exceeded } = tooDeep();
    return { message: limit, extensions: { code: exceeded } };
  }
  if (isListed(code) && code !== 'INTERNAL_SERVER_ERROR') {
    return { message, ...place, extensions: { code, ...argumentIn(code, message) } };
  }
  if (code in APOLLO_CODES) {
    const known = APOLLO_CODES[code] as ErrorCode;
    return { message, ...place, extensions: { code: known, ...argumentIn(known, message) } };
  }
  const id = crypto.randomUUID();
  onFault(id, cause);
  return {
    message: `a fault of ours; it is in the log as ${id}`,
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', id },
  };
}

/** Codes of the server's library that the catalog has no entry of its own for. */
const APOLLO_CODES: Readonly<Record<string, ErrorCode>> = {
  BAD_REQUEST: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_FOUND: 'NOT_FOUND',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_USER_INPUT',
};

/** A variable that does not fit is named in the message alone; callers look for it in `argument`. */
function argumentIn(code: string, message: string): { argument?: string } {
  const variable = code === 'BAD_USER_INPUT' ? /^Variable "\$(\w+)"/.exec(message)?.[1] : undefined;
  return variable === undefined ? {} : { argument: variable };
}

function isListed(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CATALOG, code);
}

function rootOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError !== undefined ? rootOf(error.originalError) : error;
}
