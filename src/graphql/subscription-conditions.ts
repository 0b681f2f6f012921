import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  type SelectionNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/**
 * A subscription has one field whatever its variables are, so that none may hang on a condition, as the specification of
 * September 2025 has it and the library does not: it throws where it looks for the field, or has none to subscribe to.
 */
export const SubscriptionConditionsRule: ValidationRule = (context) => ({
  Document(document) {
    const subscriptions = document.definitions.flatMap((each) =>
      each.kind === Kind.OPERATION_DEFINITION && each.operation === OperationTypeNode.SUBSCRIPTION ? [each] : [],
    );
    const conditions = subscriptions.flatMap(({ selectionSet }) =>
      conditionsOf(selectionSet.selections, context, new Set()),
    );
    if (conditions.length === 0) return undefined;
    const message = "a subscription's field may have no @skip or @include";
    context.reportError(new GraphQLError(message, { nodes: conditions }));
    // As left out, the other rules do not see it: one of them would throw.
    return null;
  },
});

/** The conditions that the fields of the root hang on. */
function conditionsOf(
  selections: readonly SelectionNode[],
  context: ValidationContext,
  spread: Set<string>,
): readonly SelectionNode[] {
  return selections.flatMap((selection) => {
    const isConditional = selection.directives?.some(({ name }) => ['skip', 'include'].includes(name.value));
    const own = isConditional === true ? [selection] : [];
    if (selection.kind === Kind.FIELD) return own;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return [...own, ...conditionsOf(selection.selectionSet.selections, context, spread)];
    }
    const name = selection.name.value;
    if (spread.has(name)) return own;
    spread.add(name);
    const fragment = context.getFragment(name);
    return [...own, ...conditionsOf(fragment?.selectionSet.selections ?? [], context, spread)];
  });
}
