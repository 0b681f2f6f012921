import {
  defaultFieldResolver,
  isInterfaceType,
  isListType,
  isObjectType,
  responsePathAsArray,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { ThroughlineError } from '../../src/kernel/errors.ts';

/** Each gives what a resolver might give instead of its value, or with it. */
const TROUBLES: readonly ((value: unknown, place: string) => unknown)[] = [
  (_value, place) => {
    throw new Error(`failed at ${place}`);
  },
  (_value, place) => {
    throw new ThroughlineError('NOT_FOUND', `not at ${place}`, { argument: 'id' });
  },
  (_value, place) => Promise.reject(new Error(`failed later at ${place}`)),
  (_value, place) => later(3).then(() => Promise.reject(new Error(`failed much later at ${place}`))),
  (_value, place) => new Error(`an error for a value at ${place}`),
  () => null,
  () => undefined,
  () => Promise.resolve(null),
  (value) => Promise.resolve(value),
  (value) => later(2).then(() => value),
  // A list's items one by one: some late, some failing, some null.
  (value, place) =>
    Array.isArray(value)
      ? value.map((item: unknown, index) =>
          [item, later(index).then(() => item), null, failing(`item ${index} of ${place}`)].at(index % 4),
        )
      : value,
  (value) => (Array.isArray(value) ? new Set(value) : value),
  () => ({ not: 'what was expected' }),
  () => 'a text',
];

/**
 * Turns some fields of the schema, by seed and place in the answer, into such that fail or give what they must not; some
 * interfaces tell the type later.
 */
export function troubled(schema: GraphQLSchema): { schema: GraphQLSchema; trouble: (seed: number) => void } {
  let seed = 0;
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        const { resolve = defaultFieldResolver } = field;
        field.resolve = (source, args, context, info) => {
          const chance = isListType(field.type) ? 2 : 6;
          const trouble = chosen(seed, placeOf(info), chance);
          const value = resolve(source, args, context, info) as unknown;
          if (trouble === null) return value;
          if (value instanceof Promise) return value.then((resolved) => trouble(resolved, placeOf(info)));
          return trouble(value, placeOf(info));
        };
      }
    }
    if (isInterfaceType(type)) {
      const { resolveType } = type;
      type.resolveType = (value, context, info, abstract) => {
        const name = resolveType?.(value, context, info, abstract);
        return hash(`${seed} ${placeOf(info)}`) % 5 === 0 ? Promise.resolve(name) : name;
      };
    }
  }
  return { schema, trouble: (given) => (seed = given) };
}

function placeOf({ path }: GraphQLResolveInfo): string {
  return responsePathAsArray(path).join('.');
}

function chosen(seed: number, place: string, chance: number): (typeof TROUBLES)[number] | null {
  const number = hash(`${seed} ${place}`);
  return number % chance === 0 ? (TROUBLES[Math.floor(number / chance) % TROUBLES.length] ?? null) : null;
}

/** FNV-1a: the same place fails alike in both executors. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return value;
}

/** A list that fails at once looks at no later item, and neither need anybody. */
function failing(message: string): Promise<never> {
  const promise = Promise.reject(new Error(message));
  promise.catch(() => {});
  return promise;
}

/** So many turns of the queue of promises later. */
async function later(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await Promise.resolve();
}
