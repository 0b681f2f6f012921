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

/** Fragments on interfaces that stand in each other without a field between: each multiplies by the number of kinds. */
const MOST_NESTED = 2;

/**
 * Whether Hive Gateway answers an operation of this form as any server of GraphQL does. The least of each form that it does
 * not is in test/federation/gateway-faults.test.ts, which fails as soon as one is mended.
 */
export function isWithinTheGateway(schema: GraphQLSchema, query: string): boolean {
  const document = parse(query);
  const fragments = new Map(
    document.definitions
      .filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each]),
  );

  function inside(selection: SelectionNode): readonly SelectionNode[] {
    if (selection.kind === Kind.FIELD) return [];
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    return fragment?.selectionSet.selections ?? [];
  }

  function nested(selections: readonly SelectionNode[]): number {
    const levels = selections.map((each) => nested(inside(each)) + (isOnAbstract(each) ? 1 : 0));
    return Math.max(0, ...levels);
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

  let isWithin = true;
  visit(document, {
    SelectionSet({ selections }: SelectionSetNode) {
      const hasEmptied = selections.some((each) => each.kind !== Kind.FIELD && isTypenameAlone(each));
      if (nested(selections) > MOST_NESTED || hasEmptied || isAgainWithoutCondition(selections)) isWithin = false;
    },
  });
  return isWithin;
}

/** Whether a field comes once more behind one of the same name that has a condition. */
function isAgainWithoutCondition(selections: readonly SelectionNode[]): boolean {
  const conditional = new Set<string>();
  return selections
    .filter((each): each is FieldNode => each.kind === Kind.FIELD)
    .some(({ name, alias, directives = [] }) => {
      const key = alias?.value ?? name.value;
      if (conditional.has(key)) return true;
      if (directives.length > 0) conditional.add(key);
      return false;
    });
}
