import {
  locatedError,
  responsePathAsArray,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Errors } from './errors.ts';
import type { Plain } from './plain.ts';

export type Path = GraphQLResolveInfo['path'];

/** One execution of an operation. */
export interface Run {
  readonly schema: GraphQLSchema;
  /** The schema that introspection tells of. */
  readonly shown: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  readonly rootValue: unknown;
  readonly contextValue: unknown;
  readonly variableValues: Record<string, unknown>;
  readonly errors: Errors;
  /** Plans what is met for the first time. */
  readonly plan: (
    run: Run,
    type: GraphQLObjectType,
    selectionSets: readonly (SelectionSetNode | undefined)[],
  ) => Selection;
}

/** What is selected of the objects of one type. */
export interface Selection {
  readonly fields: readonly FieldPlan[];
  /** Whether all are properties. */
  readonly isPlain: boolean;
  /** What each object's answer begins as. */
  readonly blank: () => Record<string, unknown>;
}

/** What is the same each time a field of an operation is executed on an object of one type. */
export interface FieldPlan {
  /** Under which name it is answered. */
  readonly key: string;
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
  readonly isNonNull: boolean;
  /** Null: the property of its name. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | null;
  readonly argumentsIn: (run: Run) => Record<string, unknown>;
  readonly complete: Completion;
  /** Of what is a property, which needs neither arguments nor a resolver: the short way to complete it; else null. */
  readonly plain: Plain | null;
  /** What is selected below it, by the type that is met there; planned when one of it is met first. */
  readonly below: Map<GraphQLObjectType, Selection>;
}

/** Makes of what a resolver gave what is answered, or a promise of it. @throws what is wrong with it */
export type Completion = (run: Run, field: FieldPlan, path: Path, value: unknown) => unknown;

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

/** All fields of an object at once. @throws the error of a non-null field, which nulls the object */
export function runFields(run: Run, { fields, blank }: Selection, source: unknown, parent: Path | undefined): unknown {
  const values = blank();
  let waiting = false;
  try {
    for (const field of fields) {
      const value = runField(run, field, source, parent);
      values[field.key] = value;
      waiting ||= isPromise(value);
    }
  } catch (error) {
    if (!waiting) throw error;
    // The others have begun: nothing of this operation may still run when it is answered.
    return settled(values).finally(() => {
      throw error;
    });
  }
  return waiting ? settled(values) : values;
}

/** One field after the other, each with all below it, as mutations are. */
export function runFieldsInTurn(run: Run, { fields, blank }: Selection, source: unknown): unknown {
  const values = blank();
  const rest = fields.values();
  const runRest = (): unknown => {
    for (const field of rest) {
      const value = runField(run, field, source, undefined);
      if (isPromise(value)) {
        return value.then((resolved) => {
          values[field.key] = resolved;
          return runRest();
        });
      }
      values[field.key] = value;
    }
    return values;
  };
  return runRest();
}

/** What is selected below a field, of a type that is met there. */
export function selectedBelow(run: Run, field: FieldPlan, type: GraphQLObjectType): Selection {
  const planned = field.below.get(type);
  if (planned !== undefined) return planned;
  const selection = run.plan(
    run,
    type,
    field.nodes.map((node) => node.selectionSet),
  );
  field.below.set(type, selection);
  return selection;
}

function runField(run: Run, field: FieldPlan, source: unknown, parent: Path | undefined): unknown {
  if (field.plain !== null && typeof source === 'object' && source !== null) {
    const value = field.plain(run, field, (source as Record<string, unknown>)[field.definition.name]);
    if (value !== undefined) return value;
  }
  const path = { prev: parent, key: field.key, typename: field.parentType.name };
  try {
    const value = resolve(run, field, source, path);
    const completed = isPromise(value)
      ? value.then((resolved) => field.complete(run, field, path, resolved))
      : field.complete(run, field, path, value);
    return isPromise(completed)
      ? completed.then(undefined, (error: unknown) => nullOrThrow(run, field, field.isNonNull, path, error))
      : completed;
  } catch (error) {
    return nullOrThrow(run, field, field.isNonNull, path, error);
  }
}

function resolve(run: Run, field: FieldPlan, source: unknown, path: Path): unknown {
  if (field.resolve !== null) {
    return field.resolve(source, field.argumentsIn(run), run.contextValue, infoOf(run, field, path));
  }
  const args = field.definition.args.length === 0 ? null : field.argumentsIn(run);
  if ((typeof source !== 'object' && typeof source !== 'function') || source === null) return undefined;
  const { name } = field.definition;
  const value = (source as Record<string, unknown>)[name];
  if (typeof value !== 'function') return value;
  return Reflect.apply(value, source, [args ?? {}, run.contextValue, infoOf(run, field, path)]) as unknown;
}

/** The error of a position that may be null stands in the answer; any other is for the one above it. */
export function nullOrThrow(run: Run, field: FieldPlan, isNonNull: boolean, path: Path, thrown: unknown): null {
  const error = locatedError(thrown, [...field.nodes], responsePathAsArray(path));
  if (isNonNull) throw error;
  run.errors.add(error, path);
  return null;
}

export function infoOf(run: Run, field: FieldPlan, path: Path): GraphQLResolveInfo {
  return {
    fieldName: field.definition.name,
    fieldNodes: field.nodes,
    returnType: field.definition.type,
    parentType: field.parentType,
    path,
    schema: run.shown,
    fragments: run.fragments,
    rootValue: run.rootValue,
    operation: run.operation,
    variableValues: run.variableValues,
  };
}

type Values = Record<string, unknown>;

/** Objects that have a prototype and all their names from the first are several times as fast; only one name would meet it. */
export function selectionOf(fields: readonly FieldPlan[]): Selection {
  const isPlain = fields.every(({ plain }) => plain !== null);
  if (fields.some(({ key }) => key === '__proto__')) {
    return { fields, isPlain, blank: () => Object.create(null) as Values };
  }
  const named = Object.fromEntries(fields.map(({ key }) => [key, null]));
  return { fields, isPlain, blank: () => ({ ...named }) };
}

async function settled(values: Values): Promise<Values> {
  const resolved = await Promise.all(Object.values(values));
  for (const [index, key] of Object.keys(values).entries()) values[key] = resolved[index];
  return values;
}
