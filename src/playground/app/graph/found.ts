import {
  getArgumentValues,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** An object of an answer, with its fields by the names of the schema, whatever the operation called them. */
export type Fields = Record<string, unknown>;

export interface Found {
  readonly type: 'Lineage' | 'Impact' | 'Paths' | 'Path';
  readonly value: Fields;
  readonly args: Readonly<Record<string, unknown>>;
  /** The object that it is a field of. */
  readonly parent: Fields;
}

interface Asked {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: readonly FragmentDefinitionNode[];
  readonly variables: Readonly<Record<string, unknown>>;
}

const DRAWN = new Set(['Lineage', 'Impact', 'Paths', 'Path']);

/** What of an answer can be drawn, wherever it stands in it. */
export function foundIn(asked: Asked, data: unknown): Found[] {
  const found: Found[] = [];
  const root = asked.schema.getRootType(asked.operation.operation);
  if (root) named(root, [asked.operation.selectionSet], data);
  return found;

  function named(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => named(type, sets, each));
    if (!isFields(value)) return value;
    const fields: Fields = {};
    for (const [key, { field, nodes }] of selected(asked, type, sets)) {
      const given = value[key];
      const of = getNamedType(field.type);
      const inner = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      const told = isCompositeType(of) ? named(of, inner, given) : given;
      // Of two that ask for the same field otherwise the first names it; each is drawn.
      if (told !== undefined) fields[field.name] ??= told;
      if (!DRAWN.has(of.name)) continue;
      const args = getArgumentValues(field, nodes[0]!, asked.variables);
      for (const each of [told].flat()) {
        if (isFields(each)) found.push({ type: of.name as Found['type'], value: each, args, parent: fields });
      }
    }
    return fields;
  }
}

interface Selected {
  readonly field: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
}

/**
 * By the key in the answer. Fragments count whatever type they are for: what does not apply is not in the answer.
 */
function selected(
  asked: Asked,
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
  into = new Map<string, Selected>(),
): ReadonlyMap<string, Selected> {
  for (const selection of sets.flatMap(({ selections }) => selections)) {
    if (selection.kind === Kind.FIELD) {
      const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined;
      const key = selection.alias?.value ?? selection.name.value;
      if (field !== undefined) into.set(key, { field, nodes: [...(into.get(key)?.nodes ?? []), selection] });
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : asked.fragments.find(({ name }) => name.value === selection.name.value);
    const condition = fragment?.typeCondition;
    const narrowed = condition === undefined ? type : asked.schema.getType(condition.name.value);
    if (fragment !== undefined && isCompositeType(narrowed)) selected(asked, narrowed, [fragment.selectionSet], into);
  }
  return into;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
