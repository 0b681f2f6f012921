import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLArgument,
  type GraphQLSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import { buildGraph } from '../../src/graphql/index.ts';

test('every type, field, argument and value of the schema says what it means', () => {
  expect(undescribed(buildGraph())).toEqual([]);
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
