import { positionOf } from '../../kernel/cursor.ts';
import type { RequestContext } from './context.ts';
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { formatTime, micros } from '../../kernel/time.ts';

/**
 * Scalars take any text in: whoever resolves the field reads it and knows which argument to name when it is wrong.
 * Out goes what the resolver gives; times are microseconds inside and RFC 3339 outside.
 */
function textScalar(
  name: string,
  description: string,
  serialize: (value: unknown) => string,
  /** What our executor makes of it with what the request knows. */
  told?: (text: string, context: RequestContext) => string,
): GraphQLScalarType<string, string> {
  const take = (value: unknown): string => {
    if (typeof value === 'string') return value;
    throw new GraphQLError(`expected a text for ${name}`, { extensions: { code: 'BAD_USER_INPUT' } });
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize,
    ...(told && { extensions: { told } }),
    parseValue: take,
    parseLiteral: (node) => take(node.kind === Kind.STRING ? node.value : null),
  });
}

export const DateTimeScalar = textScalar(
  'DateTime',
  'A point in time: RFC 3339 with an offset, microseconds kept. Answers are in UTC with six digits.',
  (value) => (typeof value === 'number' ? formatTime(micros(value)) : String(value)),
);

export const LogPositionScalar = textScalar(
  'LogPosition',
  'A position in the change log, opaque: the watermark of an answer, the resume point of a feed. It names its log: one ' +
    'of another store is BAD_USER_INPUT.',
  String,
  (text, { services }) => positionOf(services.reader.log(), text),
);

export const PageCursorScalar = textScalar(
  'PageCursor',
  'A place in a list, opaque; it pins the log position that the list was answered at.',
  String,
);
