import {
  defaultTypeResolver,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';
import { isPromise, selectedBelow, type FieldPlan, type Run, type Selection } from './run.ts';

/**
 * Completes what is as simple as most values are: properties of objects that are there, without a resolver, a promise or an
 * error anywhere below. It needs no paths, which only errors tell of. Undefined: it is not so simple, and goes the long
 * way from its beginning; so nothing that is called here may do anything but look.
 */
export type Plain = (run: Run, field: FieldPlan, value: unknown) => unknown;

const known = new WeakMap<GraphQLOutputType, Plain>();

/** How simple values of a type are completed: worked out once for each type. */
export function plainOf(type: GraphQLOutputType): Plain {
  const made = known.get(type) ?? make(type);
  known.set(type, made);
  return made;
}

function make(type: GraphQLOutputType): Plain {
  if (isNonNullType(type)) {
    const complete = plainOf(type.ofType);
    return (run, field, value) => complete(run, field, value) ?? undefined;
  }
  if (isLeafType(type)) return leaf(type);
  if (isListType(type)) return list(type.ofType);
  return isObjectType(type) ? object(type) : isAbstractType(type) ? abstract(type) : () => undefined;
}

/** What a scalar makes of a value with what the request knows; most of them nothing. */
export function toldOf(type: GraphQLLeafType, serialized: unknown, { contextValue }: Run): unknown {
  const told = type.extensions['told'] as ((value: unknown, context: unknown) => unknown) | undefined;
  return told === undefined ? serialized : told(serialized, contextValue);
}

function leaf(type: GraphQLLeafType): Plain {
  return (run, _field, value) => {
    if (value === null || value === undefined) return null;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
    try {
      const serialized: unknown = type.serialize(value) ?? undefined;
      return serialized === undefined ? undefined : toldOf(type, serialized, run);
    } catch {
      return undefined;
    }
  };
}

function list(itemType: GraphQLOutputType): Plain {
  const complete = plainOf(itemType);
  return (run, field, values) => {
    if (values === null || values === undefined) return null;
    if (!Array.isArray(values)) return undefined;
    const items: unknown[] = [];
    for (const value of values as unknown[]) {
      const completed = complete(run, field, value);
      if (completed === undefined) return undefined;
      items.push(completed);
    }
    return items;
  };
}

function object(type: GraphQLObjectType): Plain {
  return (run, field, value) => {
    if (value === null || value === undefined) return null;
    if (typeof value !== 'object' || value instanceof Error || isPromise(value) || type.isTypeOf) return undefined;
    const selection = selectionOrNull(run, field, type);
    return selection === null ? undefined : plainFields(run, selection, value as Readonly<Record<string, unknown>>);
  };
}

/** Null: a condition in it can not be read, which nulls a place that the long way alone knows. */
function selectionOrNull(run: Run, field: FieldPlan, type: GraphQLObjectType): Selection | null {
  try {
    return selectedBelow(run, field, type);
  } catch {
    return null;
  }
}

function plainFields(run: Run, selection: Selection, source: Readonly<Record<string, unknown>>): unknown {
  if (!selection.isPlain) return undefined;
  const values = selection.blank();
  for (const field of selection.fields) {
    const completed = field.plain!(run, field, source[field.definition.name]);
    if (completed === undefined) return undefined;
    values[field.key] = completed;
  }
  return values;
}

function abstract(type: GraphQLAbstractType): Plain {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  // Who looks at more than the value and the context is given it on the long way.
  if (resolveType.length > 2) return () => undefined;
  const byName = new Map<string, Plain>();

  function ofName(run: Run, name: string): Plain {
    const found = run.schema.getType(name);
    const made = isObjectType(found) && run.schema.isSubType(type, found) ? plainOf(found) : () => undefined;
    byName.set(name, made);
    return made;
  }

  return (run, field, value) => {
    if (value === null || value === undefined) return null;
    if (typeof value !== 'object') return undefined;
    try {
      const name = resolveType(value, run.contextValue, NO_INFO, type);
      return typeof name === 'string' ? (byName.get(name) ?? ofName(run, name))(run, field, value) : undefined;
    } catch {
      return undefined;
    }
  };
}

const NO_INFO = undefined as unknown as GraphQLResolveInfo;
