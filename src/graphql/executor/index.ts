import {
  execute as executeByLibrary,
  getOperationAST,
  getVariableValues,
  Kind,
  OperationTypeNode,
  visit,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { createErrors } from './errors.ts';
import { planFields } from './plan.ts';
import { isPromise, runFields, runFieldsInTurn, selectionOf, type Run, type Selection } from './run.ts';

export type ExecuteArgs = Pick<
  ExecutionArgs,
  'document' | 'operationName' | 'variableValues' | 'rootValue' | 'contextValue'
>;

export type Execute = (args: ExecuteArgs) => ExecutionResult | Promise<ExecutionResult>;

/** In how many ways the conditions of one document may come before those that came first are planned anew. */
const MOST_WAYS = 16;
const MOST_VARIABLE_ERRORS = 50;

/** What is known of a document for as long as somebody holds it. */
interface Known {
  readonly fragments: Record<string, FragmentDefinitionNode>;
  /** The variables that `@skip` and `@include` look at. */
  readonly conditions: readonly string[];
  /** The root's fields, by operation and what its conditions are. */
  readonly plans: Map<string, Selection>;
}

/**
 * Executes operations over this schema as graphql-js's `execute` does, data and errors alike, with what is the same each
 * time worked out once for each document. Of a document that is parsed anew nothing is known: keep it.
 * @param shown what introspection tells of, if that is not all
 */
export function createExecutor(schema: GraphQLSchema, shown = schema): Execute {
  const documents = new WeakMap<DocumentNode, Known>();

  return (args) => {
    const { document, rootValue, contextValue } = args;
    const operation = getOperationAST(document, args.operationName);
    const type = operation === null || operation === undefined ? null : schema.getRootType(operation.operation);
    // What can not begin is the library's to refuse, in its words.
    if (!operation || !type) return executeByLibrary({ ...args, schema });
    const { coerced: variableValues, errors: refused } = getVariableValues(
      schema,
      operation.variableDefinitions ?? [],
      args.variableValues ?? {},
      { maxErrors: MOST_VARIABLE_ERRORS },
    );
    if (variableValues === undefined) return { errors: refused ?? [] };
    const known = documents.get(document) ?? look(document);
    documents.set(document, known);
    const errors = createErrors();
    const { fragments } = known;
    const run: Run = {
      ...{ schema, shown, operation, fragments, rootValue, contextValue, variableValues, errors },
      plan: planFields,
    };
    const failed = (error: unknown): ExecutionResult => {
      errors.add(error as GraphQLError, undefined);
      return { errors: errors.list, data: null };
    };
    const answered = (data: unknown): ExecutionResult => {
      const answer = data as Record<string, unknown>;
      return errors.list.length === 0 ? { data: answer } : { errors: errors.list, data: answer };
    };
    try {
      const fields = rootFields(known, run);
      const inTurn = operation.operation === OperationTypeNode.MUTATION;
      const data = inTurn ? runFieldsInTurn(run, fields, rootValue) : runFields(run, fields, rootValue, undefined);
      return isPromise(data) ? data.then(answered, failed) : answered(data);
    } catch (error) {
      return failed(error);
    }
  };

  function rootFields({ plans, conditions }: Known, run: Run): Selection {
    const { operation, variableValues } = run;
    const way = [operation.name?.value, ...conditions.map((name) => variableValues[name])].join();
    const planned = plans.get(way);
    if (planned !== undefined) return planned;
    const type = schema.getRootType(operation.operation);
    const fields = type ? planFields(run, type, [operation.selectionSet]) : selectionOf([]);
    if (plans.size >= MOST_WAYS) plans.clear();
    plans.set(way, fields);
    return fields;
  }
}

function look(document: DocumentNode): Known {
  const fragments = Object.create(null) as Record<string, FragmentDefinitionNode>;
  const conditions = new Set<string>();
  visit(document, {
    FragmentDefinition(node) {
      fragments[node.name.value] = node;
    },
    Directive({ name, arguments: args }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of args ?? []) if (value.kind === Kind.VARIABLE) conditions.add(value.name.value);
    },
  });
  return { fragments, conditions: [...conditions], plans: new Map() };
}
