import {
  getNamedType,
  isCompositeType,
  isNonNullType,
  isObjectType,
  type GraphQLCompositeType,
  type GraphQLField,
} from 'graphql';

/** Every field that asks for no argument, and below each composite one its leaves. */
export function everyField(type: GraphQLCompositeType, depth = 1): string {
  if (!('getFields' in type)) return '__typename';
  const fields = Object.values(type.getFields()).filter(
    (field: GraphQLField<unknown, unknown>) => !field.args.some((argument) => isNonNullType(argument.type)),
  );
  const selected = fields.map((field) => {
    const of = getNamedType(field.type);
    if (!isCompositeType(of)) return field.name;
    if (isObjectType(of) && 'nodes' in of.getFields()) {
      const node = getNamedType(of.getFields()['nodes']!.type) as GraphQLCompositeType;
      return depth === 0 ? '' : `${field.name} { nodes { ${everyField(node, 0)} } }`;
    }
    return depth === 0 ? '' : `${field.name} { ${everyField(of, depth - 1)} }`;
  });
  return ['__typename', ...selected].join(' ');
}
