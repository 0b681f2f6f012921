import { createRequire } from 'node:module';
import {
  getNamedType,
  getNullableType,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  isCompositeType,
  isListType,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type * as complexity from 'graphql-query-complexity';
import { LIMITS } from '../domains/kind/arguments.ts';
import { badInput, ThroughlineError } from '../kernel/errors.ts';

// Imported, it would bring a second copy of graphql along, whose types are strangers to ours.
const { getComplexity } = createRequire(import.meta.url)('graphql-query-complexity') as typeof complexity;

/** What one operation may cost: about the number of fields in its largest possible answer. docs/limits.md has examples. */
export const MOST_COST = 1_000_000;
/** What a search of the graph costs by itself: a full page of a list may have one each. */
export const SEARCH_COST = 500;
/** How deep selections may nest; introspection by the usual tools needs 13. */
export const MOST_DEPTH = 30;
/** How long a list counts that has no `first` to say it. */
const UNPAGED = 20;
/** How many selections are priced, those of a fragment as often as it is spread. */
const MOST_PRICED = 10_000;

/**
 * A list costs what it holds, as often as it may hold it; of the starts of a walk each costs a look of its own. A field
 * costs 1, or what it was priced at.
 */
const byLength: complexity.ComplexityEstimator = ({ args, field, type, childComplexity }) => {
  const of = (args as { of?: unknown }).of;
  const starts = Array.isArray(of) ? of.length : 0;
  const own = typeof field.extensions['cost'] === 'number' ? field.extensions['cost'] : 1;
  const length = lengthOf(field, type, args);
  return own + starts + (length === null ? childComplexity : length * Math.max(childComplexity, 1));
};

/** How many a field may give each time; null where it gives one, or what the field above it has priced. */
function lengthOf(
  field: GraphQLField<unknown, unknown>,
  parent: GraphQLNamedType,
  args: Readonly<Record<string, unknown>>,
): number | null {
  const first = field.args.find(({ name }) => name === 'first');
  // A resolver takes null for the default, and refuses by name what is longer than any page.
  if (first !== undefined) return clamp(Number(args['first'] ?? first.defaultValue), 0, LIMITS.lineage);
  const listed = args['ids'] ?? args['representations'];
  if (Array.isArray(listed)) return listed.length;
  const isListed = isListType(getNullableType(field.type)) && isCompositeType(getNamedType(field.type));
  return isListed && !isPage(parent) && !parent.name.startsWith('__') ? UNPAGED : null;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

/** A page's own lists are as long as `first` of the field that gives the page; so are paths and causes, that have no further page. */
function isPage(type: GraphQLNamedType): boolean {
  return 'getFields' in type && ['pageInfo', 'exhaustive', 'causes'].some((field) => field in type.getFields());
}

/** How many words and signs a document may have: the reader of documents nests as deep as they do. */
export const MOST_TOKENS = 10_000;

/** Of a document that the reader of documents could not come to the bottom of. */
export function tooDeep(): ThroughlineError {
  return new ThroughlineError('LIMIT_EXCEEDED', `selections may nest ${MOST_DEPTH} deep; came hundreds`);
}

/** What an operation costs, beside what it may: `extensions.cost` of its answer. */
export interface OperationCost {
  readonly requested: number;
  readonly limit: number;
}

/** What is known of a document for as long as somebody holds it. */
interface Known {
  readonly schema: GraphQLSchema;
  readonly depth: number;
  /** What its operations cost, by all that this hangs on. */
  readonly costs: Map<string, number>;
}

const documents = new WeakMap<DocumentNode, Known>();
/** In so many ways a document is remembered to have been asked. */
const MOST_WAYS = 100;
const LONGEST_WAY = 5_000;

function knownOf(schema: GraphQLSchema, document: DocumentNode): Known {
  const known = documents.get(document);
  if (known?.schema === schema) return known;
  const made = { schema, depth: depthOf(document), costs: new Map<string, number>() };
  documents.set(document, made);
  return made;
}

/** What the cost hangs on: of texts nothing but that they are there. Null: it may be long, and is not remembered. */
function wayOf(
  document: DocumentNode,
  operationName: string | null,
  variables: Record<string, unknown>,
): string | null {
  if (getOperationAST(document, operationName)?.operation !== OperationTypeNode.QUERY) return null;
  const shape = shapeOf(variables);
  return shape === null || shape.length > LONGEST_WAY ? null : `${operationName ?? ''} ${shape}`;
}

/** Null: they nest past writing, and are refused by whoever takes them. */
function shapeOf(variables: Record<string, unknown>): string | null {
  try {
    return JSON.stringify(variables, (_key, value: unknown) => (typeof value === 'string' ? '' : value));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** @throws LIMIT_EXCEEDED saying the limit and what came */
export function checkLimits(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
  variables: Record<string, unknown>,
): OperationCost {
  const { depth, costs } = knownOf(schema, document);
  if (depth > MOST_DEPTH) {
    throw new ThroughlineError('LIMIT_EXCEEDED', `selections may nest ${MOST_DEPTH} deep; came ${depth}`);
  }
  const way = wayOf(document, operationName, variables);
  const cost = (way === null ? undefined : costs.get(way)) ?? costOf(schema, document, operationName, variables);
  // What could not be priced says nothing of other texts in the same place.
  if (way !== null && cost > 0) {
    if (costs.size >= MOST_WAYS) costs.clear();
    costs.set(way, cost);
  }
  if (cost > MOST_COST) {
    throw new ThroughlineError(
      'LIMIT_EXCEEDED',
      `an operation may cost ${MOST_COST}; this one could cost ${cost}: ask for smaller pages, or nest less`,
    );
  }
  return { requested: cost, limit: MOST_COST };
}

/** @throws LIMIT_EXCEEDED, or BAD_USER_INPUT naming the argument, where it can not be priced */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
  variables: Record<string, unknown>,
): number {
  const operation = getOperationAST(document, operationName);
  // An operation that is not there, and variables that do not fit, are the executor's to refuse.
  if (operation === null || operation === undefined) return 0;
  if (getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors !== undefined) return 0;
  try {
    return getComplexity({
      schema,
      query: document,
      variables,
      estimators: [byLength],
      maxQueryNodes: MOST_PRICED,
      ...(operationName === null ? {} : { operationName }),
    });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    // Unpriced it must not run, whatever else of it is sound.
    const argument = /^Argument "(\w+)"/.exec(error.message)?.[1];
    if (argument !== undefined) throw badInput(argument, error.message);
    const message = `an operation may have ${MOST_PRICED} selections, fragments counted as often as they are spread`;
    throw new ThroughlineError('LIMIT_EXCEEDED', message);
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
