import {
  getArgumentValues,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isNonNullType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  typeFromAST,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { completionOf } from './completion.ts';
import { plainOf, type Plain } from './plain.ts';
import { selectionOf, type FieldPlan, type Run, type Selection } from './run.ts';

/** The fields of an object of this type, with what each will need. @throws GraphQLError where a condition can not be read */
export function planFields(
  run: Run,
  type: GraphQLObjectType,
  selectionSets: readonly (SelectionSetNode | undefined)[],
): Selection {
  const found = new Map<string, FieldNode[]>();
  const spread = new Set<string>();

  function collect({ selections }: SelectionSetNode): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        if (!isIncluded(selection, run)) continue;
        const key = (selection.alias ?? selection.name).value;
        const nodes = found.get(key);
        if (nodes === undefined) found.set(key, [selection]);
        else nodes.push(selection);
      } else {
        const fragment = fragmentOf(selection);
        if (fragment !== undefined && isFor(fragment, type, run)) collect(fragment.selectionSet);
      }
    }
  }

  /** A fragment counts as spread only where its condition lets it. */
  function fragmentOf(
    selection: Exclude<SelectionNode, FieldNode>,
  ): InlineFragmentNode | FragmentDefinitionNode | undefined {
    if (selection.kind === Kind.INLINE_FRAGMENT) return isIncluded(selection, run) ? selection : undefined;
    const name = selection.name.value;
    if (spread.has(name) || !isIncluded(selection, run)) return undefined;
    spread.add(name);
    return run.fragments[name];
  }

  for (const set of selectionSets) if (set !== undefined) collect(set);
  return selectionOf([...found].flatMap(([key, nodes]) => planField(run, type, key, nodes) ?? []));
}

function planField(run: Run, parentType: GraphQLObjectType, key: string, nodes: FieldNode[]): FieldPlan | null {
  const [first] = nodes as [FieldNode];
  const definition = definitionOf(run, parentType, first.name.value);
  if (definition === undefined) return null;
  return {
    key,
    parentType,
    definition,
    nodes,
    isNonNull: isNonNullType(definition.type),
    resolve: definition.resolve ?? null,
    argumentsIn:
      definition.args.length === 0
        ? () => ({})
        : ({ variableValues }) => getArgumentValues(definition, first, variableValues),
    complete: completionOf(definition.type),
    plain: plainField(parentType, definition),
    below: new Map(),
  };
}

function plainField(parentType: GraphQLObjectType, definition: Definition): Plain | null {
  if (definition === TypeNameMetaFieldDef) return () => parentType.name;
  return definition.resolve === undefined && definition.args.length === 0 ? plainOf(definition.type) : null;
}

type Definition = GraphQLField<unknown, unknown> & {
  readonly resolve?: GraphQLFieldResolver<unknown, unknown>;
};

function definitionOf({ schema }: Run, parentType: GraphQLObjectType, name: string): Definition | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (parentType === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return parentType.getFields()[name];
}

function isIncluded(node: SelectionNode, { variableValues }: Run): boolean {
  if (node.directives === undefined || node.directives.length === 0) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.['if'] !== false;
}

function isFor(
  { typeCondition }: InlineFragmentNode | FragmentDefinitionNode,
  type: GraphQLObjectType,
  { schema }: Run,
): boolean {
  if (typeCondition === undefined) return true;
  const wanted = typeFromAST(schema, typeCondition);
  return wanted === type || (isAbstractType(wanted) && schema.isSubType(wanted, type));
}
