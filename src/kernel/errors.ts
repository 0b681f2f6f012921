/**
 * The one catalog of error codes. `docs/errors.md` lists each with its meaning, and a test holds the two together.
 *
 * The same codes stand in `extensions.code` of a GraphQL error, in the `code` of a refusal inside a payload, and in
 * the answers of the HTTP routes.
 */
export const ERROR_CATALOG = {
  GRAPHQL_PARSE_FAILED: 'The document is not GraphQL.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not fit the schema.',
  BAD_USER_INPUT: 'An argument has a wrong value; extensions.argument names it.',
  NOT_FOUND: 'A start, scope or end that is named is not in the graph.',
  CURSOR_EXPIRED: 'The position that the cursor pins is past the horizon; ask for the first page again.',
  BEFORE_HISTORY: 'knownAt lies before the first entry of the log.',
  POSITION_TIMEOUT: 'The position that was asked for was not reached in time.',
  CONFLICT:
    'It contradicts what is there: an idempotency key that came with another payload before, or a name that is taken.',
  NOT_READY: 'A release may not go to a stage; the report beside it says which requirements do not pass.',
  LIMIT_EXCEEDED: 'The request is larger or deeper than allowed; the message says the limit and what came.',
  UNAUTHENTICATED: 'The caller is not known.',
  FORBIDDEN: 'The caller may not do this.',
  UNAVAILABLE: 'The store can not be reached, or the server is draining or has too many connections; try again.',
  INTERNAL_SERVER_ERROR: 'A fault of ours; extensions.id stands in the log beside the cause.',
} as const;

export type ErrorCode = keyof typeof ERROR_CATALOG;

export interface ErrorDetails {
  /** The argument, header or field that is wrong, as the caller spelled it: `after`, `ids[3]`, `facts[0].props.tags`. */
  readonly argument?: string;
  readonly cause?: unknown;
}

/** An expected refusal: its message is meant for the caller, says what was expected and what came, and holds no secret. */
export class ThroughlineError extends Error {
  readonly code: ErrorCode;
  readonly argument: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'ThroughlineError';
    this.code = code;
    this.argument = details.argument;
  }
}

/** Whether trying again later may help. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof ThroughlineError && error.code === 'UNAVAILABLE';
}

/** An error as text, for where it can not go as it is. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export function badInput(argument: string, message: string): ThroughlineError {
  return new ThroughlineError('BAD_USER_INPUT', message, { argument });
}

/** What came, short enough for a message. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  return text.length <= 80 ? text : `${text.slice(0, 77)}…`;
}
