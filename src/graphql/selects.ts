import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

/**
 * Whether the field's selection may ask for the one at this path below it, by the names of fields. Types and conditions are
 * not looked at: at worst it says so for nothing.
 */
export function selects({ fieldNodes, fragments }: GraphQLResolveInfo, path: readonly string[]): boolean {
  const below = (set: SelectionSetNode | undefined, [name, ...rest]: readonly string[]): boolean =>
    name === undefined ||
    (set?.selections ?? []).some((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value === name && below(selection.selectionSet, rest);
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
      return below(fragment?.selectionSet, [name, ...rest]);
    });
  return fieldNodes.some(({ selectionSet }) => below(selectionSet, path));
}
