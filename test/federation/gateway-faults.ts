import {
  isAbstractType,
  Kind,
  parse,
  visit,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * Whether Hive Gateway answers an operation of this form as any server of GraphQL does. The least of each form that it does
 * not is in test/federation/gateway.test.ts, which fails as soon as one is mended.
 */
export function isWithinTheGateway(schema: GraphQLSchema, query: string): boolean {
  const document = parse(query);
  const fragments = new Map(
    document.definitions
      .filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each]),
  );

  function inside(selection: SelectionNode): readonly SelectionNode[] {
    const within = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    return within?.selectionSet?.selections ?? [];
  }

  function hasAbstract(selections: readonly SelectionNode[]): boolean {
    return selections.some((each) => isOnAbstract(each) || hasAbstract(inside(each)));
  }

  function isOnAbstract(selection: SelectionNode): boolean {
    if (selection.kind === Kind.FIELD) return false;
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    return isAbstractType(schema.getType(fragment?.typeCondition?.name.value ?? ''));
  }

  function isTypenameAlone(selection: SelectionNode): boolean {
    if (selection.kind === Kind.FIELD) return selection.name.value === '__typename';
    return inside(selection).every(isTypenameAlone);
  }

  function isMiswritten(selection: SelectionNode): boolean {
    const hasCondition = (selection.directives ?? []).length > 0;
    if (selection.kind === Kind.FIELD) return selection.name.value === 'id' && hasCondition;
    if (isTypenameAlone(selection)) return true;
    if (!isOnAbstract(selection)) return false;
    const within = inside(selection);
    const hasField = within.some((each) => each.kind === Kind.FIELD && each.name.value !== '__typename');
    return hasCondition || !hasField || hasAbstract(within);
  }

  let isWithin = true;
  visit(document, {
    SelectionSet({ selections }: SelectionSetNode) {
      if (selections.some(isMiswritten) || isAgainWithoutCondition(selections)) isWithin = false;
    },
  });
  return isWithin;
}

/** Whether a field comes once more behind one of the same name that has a condition; those that are merged are taken as one. */
function isAgainWithoutCondition(selections: readonly SelectionNode[]): boolean {
  const byKey = new Map<string, FieldNode[]>();
  for (const each of selections) {
    if (each.kind !== Kind.FIELD) continue;
    const key = each.alias?.value ?? each.name.value;
    byKey.set(key, [...(byKey.get(key) ?? []), each]);
  }
  return [...byKey.values()].some((same) => {
    if (same.length === 1) return false;
    if (same.slice(0, -1).some(({ directives = [] }) => directives.length > 0)) return true;
    return isAgainWithoutCondition(same.flatMap(({ selectionSet }) => selectionSet?.selections ?? []));
  });
}
