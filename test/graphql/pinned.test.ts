import { readFileSync } from 'node:fs';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  parse,
  print,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLArgument,
  type GraphQLSchema,
  type InputValueDefinitionNode,
} from 'graphql';
import { expect, test } from 'vitest';
import { buildGraph } from '../../src/graphql/index.ts';

const pinned = parse(readFileSync(new URL('../../schema/pinned.graphql', import.meta.url), 'utf8'));

test('the schema has everything that is pinned', () => {
  expect(missing(buildGraph(), pinned)).toEqual([]);
});

test('what is pinned and not there is found', () => {
  const wanted =
    'enum EntityKind { TOY } type Query { node(id: ID): Node toys: Int } interface Entity { id: ID } union Toy = Query';
  expect(missing(buildGraph(), parse(wanted))).toEqual([
    ...['EntityKind.TOY', 'Query.node.id: ID!', 'Query.toys', 'Entity.id: ID!', 'Toy'],
  ]);
});

/** Coordinates of what the schema lacks or has otherwise. */
function missing(schema: GraphQLSchema, wanted: DocumentNode): string[] {
  return wanted.definitions.flatMap((definition) => {
    if (!('name' in definition) || definition.name === undefined) return [];
    const name = definition.name.value;
    const type = schema.getType(name);
    if (type === undefined) return [name];
    if (definition.kind === 'EnumTypeDefinition') {
      const values = isEnumType(type) ? type.getValues().map((value) => value.name) : [];
      return (definition.values ?? []).flatMap((value) =>
        values.includes(value.name.value) ? [] : [`${name}.${value.name.value}`],
      );
    }
    if (definition.kind === 'UnionTypeDefinition') {
      const members = isUnionType(type) ? type.getTypes().map((member) => member.name) : [];
      return (definition.types ?? []).flatMap((member) =>
        members.includes(member.name.value) ? [] : [`${name}|${member.name.value}`],
      );
    }
    if (!('fields' in definition)) return [];
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [name];
    const interfaces = isInputObjectType(type) ? [] : type.getInterfaces().map((each) => each.name);
    const lacking = ('interfaces' in definition ? (definition.interfaces ?? []) : [])
      .filter((each) => !interfaces.includes(each.name.value))
      .map((each) => `${name}&${each.name.value}`);
    const fields = (definition.fields ?? []) as readonly (FieldDefinitionNode | InputValueDefinitionNode)[];
    return [...lacking, ...fields.flatMap((field) => missingOf(field, type.getFields(), name))];
  });
}

function missingOf(
  field: FieldDefinitionNode | InputValueDefinitionNode,
  fields: Readonly<Record<string, { type: unknown; args?: readonly GraphQLArgument[]; defaultValue?: unknown }>>,
  type: string,
): string[] {
  const place = `${type}.${field.name.value}`;
  const built = fields[field.name.value];
  if (built === undefined) return [place];
  if (String(built.type) !== print(field.type)) return [`${place}: ${String(built.type)}`];
  const defaults =
    field.kind === 'InputValueDefinition' && field.defaultValue !== undefined
      ? valueFromASTUntyped(field.defaultValue) !== built.defaultValue
      : false;
  const args = field.kind === 'FieldDefinition' ? (field.arguments ?? []) : [];
  return [
    ...(defaults ? [`${place}=`] : []),
    ...args.flatMap((argument) =>
      missingOf(argument, Object.fromEntries((built.args ?? []).map((each) => [each.name, each])), place),
    ),
  ];
}
