import {
  GraphQLError,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
  getNamedType,
  isAbstractType,
  getOperationAST,
} from 'graphql';
import { ENTITIES } from '../../src/domains/kind/owner.ts';
import { ownerOf } from '../../src/graphql/federation/owners.ts';

type Data = Record<string, unknown>;

export interface Rest {
  readonly data: Data | null;
  /** The response paths of what is missing, less the places in lists; each once, in the order of the alphabet. */
  readonly missing: readonly string[];
}

/**
 * What is left of an answer without what one domain owns: null in its place; a root that must not be null takes all with it.
 * @throws Error where it would take an entity along
 */
export function without(schema: GraphQLSchema, query: string, data: Data, domain: string): Rest {
  const document = parse(query);
  const missing = new Set<string>();
  const root = schema.getQueryType() as GraphQLObjectType;
  const left = restOf(root, [getOperationAST(document)?.selectionSet as SelectionSetNode], data, []);
  return { data: left, missing: [...missing].sort() };

  function restOf(
    type: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
    value: Data,
    path: string[],
  ): Data | null {
    const rest: Data = {};
    for (const [key, nodes] of fieldsOf(document, schema, type, sets)) {
      const [{ name }] = nodes as [FieldNode];
      const field = type.getFields()[name.value];
      const at = [...path, key];
      // What follows from a URN is in every subgraph.
      if (field === undefined || ownerOf(field) !== domain || domain === ENTITIES) {
        const below = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
        const named = field && getNamedType(field.type);
        rest[key] = mapped(value[key], (one) => {
          const object = isAbstractType(named) ? typeOf(one, at) : named;
          return isObjectType(object) ? restOf(object, below, one as Data, at) : one;
        });
        continue;
      }
      missing.add(at.join('.'));
      rest[key] = null;
      if (!isNonNullType(field.type)) continue;
      if (type !== root) throw new Error(`${type.name}.${name.value} takes the whole ${type.name} along`);
      return null;
    }
    return rest;
  }

  /** An operation that is to be taken apart says which kind each entity is of. */
  function typeOf(value: unknown, path: string[]): unknown {
    const { __typename: name } = value as { __typename?: string };
    if (name === undefined) throw new GraphQLError(`${path.join('.')}: expected its __typename to be asked for`);
    return schema.getType(name);
  }
}

function mapped(value: unknown, map: (one: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => mapped(each, map));
  return value === null || value === undefined ? value : map(value);
}

function fieldsOf(
  document: DocumentNode,
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const add = (selection: SelectionNode): void => {
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      fields.set(key, [...(fields.get(key) ?? []), selection]);
      return;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : document.definitions.find(
            (each): each is FragmentDefinitionNode =>
              each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value,
          );
    const on = schema.getType(fragment?.typeCondition?.name.value ?? type.name);
    if (on === type || (isAbstractType(on) && schema.isSubType(on, type)))
      fragment?.selectionSet.selections.forEach(add);
  };
  for (const { selections } of sets) selections.forEach(add);
  return fields;
}
