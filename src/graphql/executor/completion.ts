import {
  defaultTypeResolver,
  GraphQLError,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { plainOf, toldOf } from './plain.ts';
import {
  infoOf,
  isPromise,
  nullOrThrow,
  runFields,
  selectedBelow,
  type Completion,
  type FieldPlan,
  type Path,
  type Run,
} from './run.ts';

const known = new WeakMap<GraphQLOutputType, Completion>();

/** How values of a type are completed: worked out once for each type. */
export function completionOf(type: GraphQLOutputType): Completion {
  const made = known.get(type) ?? make(type);
  known.set(type, made);
  return made;
}

function make(type: GraphQLOutputType): Completion {
  if (isNonNullType(type)) return nonNull(completionOf(type.ofType));
  const complete = isListType(type)
    ? list(type.ofType)
    : isAbstractType(type)
      ? abstract(type)
      : isObjectType(type)
        ? object(type)
        : leaf(type);
  return (run, field, path, value) => {
    if (value instanceof Error) throw value;
    return value === null || value === undefined ? null : complete(run, field, path, value);
  };
}

function nonNull(complete: Completion): Completion {
  return (run, field, path, value) => {
    const completed = complete(run, field, path, value);
    if (completed !== null) return completed;
    throw new Error(`Cannot return null for non-nullable field ${nameOf(field)}.`);
  };
}

function list(itemType: GraphQLOutputType): Completion {
  const complete = completionOf(itemType);
  const plain = plainOf(itemType);
  const isNonNull = isNonNullType(itemType);

  function item(run: Run, field: FieldPlan, path: Path, value: unknown): unknown {
    try {
      const completed = isPromise(value)
        ? value.then((resolved) => complete(run, field, path, resolved))
        : complete(run, field, path, value);
      return isPromise(completed)
        ? completed.then(undefined, (error: unknown) => nullOrThrow(run, field, isNonNull, path, error))
        : completed;
    } catch (error) {
      return nullOrThrow(run, field, isNonNull, path, error);
    }
  }

  return (run, field, path, values) => {
    if (!isIterable(values)) {
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${nameOf(field)}".`);
    }
    const items: unknown[] = [];
    let waiting = false;
    try {
      for (const value of values) {
        const completed =
          plain(run, field, value) ?? item(run, field, { prev: path, key: items.length, typename: undefined }, value);
        waiting ||= isPromise(completed);
        items.push(completed);
      }
    } catch (error) {
      // Those before it have nobody left to hear of their errors.
      if (waiting) void Promise.allSettled(items);
      throw error;
    }
    return waiting ? Promise.all(items) : items;
  };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function leaf(type: GraphQLLeafType): Completion {
  return (run, _field, _path, value) => {
    const serialized: unknown = type.serialize(value);
    if (serialized !== null && serialized !== undefined) return toldOf(type, serialized, run);
    throw new Error(`Expected the scalar ${type.name} to give a value; came ${String(serialized)}`);
  };
}

function object(type: GraphQLObjectType): Completion {
  return (run, field, path, value) => {
    // As graphql-js has it: what is selected is looked at before whether the value is one of them.
    const fields = selectedBelow(run, field, type);
    if (type.isTypeOf) {
      const is = type.isTypeOf(value, run.contextValue, infoOf(run, field, path));
      const go = (yes: boolean): unknown => {
        if (yes) return runFields(run, fields, value, path);
        throw new GraphQLError(`Expected a value of type "${type.name}".`, { nodes: field.nodes });
      };
      return isPromise(is) ? is.then((yes) => go(yes as boolean)) : go(is as boolean);
    }
    return runFields(run, fields, value, path);
  };
}

function abstract(type: GraphQLAbstractType): Completion {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  return (run, field, path, value) => {
    const go = (name: unknown): unknown => completionOf(runtimeType(run, field, type, name))(run, field, path, value);
    const name = resolveType(value, run.contextValue, infoOf(run, field, path), type);
    return isPromise(name) ? name.then(go) : go(name);
  };
}

function runtimeType(run: Run, field: FieldPlan, type: GraphQLAbstractType, name: unknown): GraphQLObjectType {
  const found = typeof name === 'string' ? run.schema.getType(name) : undefined;
  if (isObjectType(found) && run.schema.isSubType(type, found)) return found;
  throw new GraphQLError(
    `Expected the name of an object type of "${type.name}" for field ${nameOf(field)}; came ${String(name)}`,
    { nodes: field.nodes },
  );
}

function nameOf({ parentType, definition }: FieldPlan): string {
  return `${parentType.name}.${definition.name}`;
}
