import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLArgument,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import { kinds } from '../../src/domains/index.ts';
import { buildGraph } from '../../src/graphql/index.ts';

test('every type, field, argument and value of the schema says what it means', () => {
  expect(undescribed(buildGraph())).toEqual([]);
});

/** What every entity has of its own: each subgraph that has the kind has these. */
const OF_ALL = 'id kind namespace name description tags described createdAt updatedAt retiredAt'.split(' ');

test('every field of a root, of a kind and of Entity says which domain owns it, but for what every entity has', () => {
  const schema = buildGraph();
  const owners = (name: string) =>
    Object.values((schema.getType(name) as GraphQLObjectType).getFields()).map(
      (field) => [field.name, field.extensions['owner']] as const,
    );
  const unowned = (type: string) => owners(type).flatMap(([name, owner]) => (owner === undefined ? [name] : []));
  for (const root of ['Query', 'Mutation', 'Subscription'])
    expect({ root, unowned: unowned(root) }).toEqual({ root, unowned: [] });
  for (const type of ['Entity', ...kinds.map(({ typeName }) => typeName)]) {
    expect({ type, unowned: unowned(type) }).toEqual({ type, unowned: OF_ALL });
  }
  for (const { typeName, domain, attributes } of kinds) {
    const stored = owners(typeName).filter(([name]) => name in attributes && !OF_ALL.includes(name));
    expect(stored.filter(([, owner]) => owner !== domain)).toEqual([]);
  }
});

function undescribed(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (type.name.startsWith('__') || isSpecifiedScalarType(type)) return [];
    const own = type.description ? [] : [type.name];
    if (isEnumType(type)) {
      return [
        ...own,
        ...type.getValues().flatMap((value) => (value.description ? [] : [`${type.name}.${value.name}`])),
      ];
    }
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return own;
    const fields = Object.values(type.getFields()).flatMap((field) => {
      const place = `${type.name}.${field.name}`;
      const args: readonly GraphQLArgument[] = 'args' in field ? field.args : [];
      const silent = args.filter((argument) => !argument.description).map((argument) => `${place}(${argument.name})`);
      return [...(field.description ? [] : [place]), ...silent];
    });
    return [...own, ...fields];
  });
}
