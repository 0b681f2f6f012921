import { createRequire } from 'node:module';
import { GraphQLError, Kind, type DocumentNode, type GraphQLSchema, type SelectionSetNode } from 'graphql';
import type * as complexity from 'graphql-query-complexity';
import { ThroughlineError } from '../kernel/errors.ts';

// Imported, it would bring a second copy of graphql along, whose types are strangers to ours.
const { getComplexity } = createRequire(import.meta.url)('graphql-query-complexity') as typeof complexity;

/** What one operation may cost: about the number of fields in its largest possible answer. docs/limits.md has examples. */
export const MOST_COST = 1_000_000;
/** How deep selections may nest; introspection by the usual tools needs 13. */
export const MOST_DEPTH = 30;

/** A list costs what it holds, as often as it may hold it. */
const byPageSize: complexity.ComplexityEstimator = ({ args, childComplexity }) => {
  const { first, ids } = args as { first?: number | null; ids?: readonly unknown[] };
  if (typeof first === 'number') return 1 + Math.max(first, 0) * Math.max(childComplexity, 1);
  if (Array.isArray(ids)) return 1 + ids.length * Math.max(childComplexity, 1);
  return 1 + childComplexity;
};

/** How many words and signs a document may have: the reader of documents nests as deep as they do. */
export const MOST_TOKENS = 10_000;

/** @throws LIMIT_EXCEEDED saying the limit and what came */
export function checkLimits(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
  variables: Record<string, unknown>,
): void {
  const depth = depthOf(document);
  if (depth > MOST_DEPTH) {
    throw new ThroughlineError('LIMIT_EXCEEDED', `selections may nest ${MOST_DEPTH} deep; came ${depth}`);
  }
  const cost = costOf(schema, document, operationName, variables);
  if (cost > MOST_COST) {
    throw new ThroughlineError(
      'LIMIT_EXCEEDED',
      `an operation may cost ${MOST_COST}; this one could cost ${cost}: ask for smaller pages, or nest less`,
    );
  }
}

export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
  variables: Record<string, unknown>,
): number {
  try {
    return getComplexity({
      schema,
      query: document,
      variables,
      estimators: [byPageSize],
      ...(operationName === null ? {} : { operationName }),
    });
  } catch (error) {
    // Variables that do not fit are the executor's to refuse, with the place named.
    if (error instanceof GraphQLError) return 0;
    throw error;
  }
}

function depthOf(document: DocumentNode): number {
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
  const known = new Map<string, number>();
  const below = (set: SelectionSetNode | undefined): number =>
    Math.max(
      0,
      ...(set?.selections ?? []).map((selection) => {
        if (selection.kind === Kind.FIELD) return 1 + below(selection.selectionSet);
        if (selection.kind === Kind.INLINE_FRAGMENT) return below(selection.selectionSet);
        const name = selection.name.value;
        if (!known.has(name)) {
          // Fragments that spread each other in a circle are refused by validation; here they must only end.
          known.set(name, 0);
          known.set(name, below(fragments.get(name)?.selectionSet));
        }
        return known.get(name) ?? 0;
      }),
    );
  return Math.max(
    0,
    ...document.definitions.map((each) => (each.kind === Kind.OPERATION_DEFINITION ? below(each.selectionSet) : 0)),
  );
}
