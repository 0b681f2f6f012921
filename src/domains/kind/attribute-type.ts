import { GraphQLJSON, GraphQLSafeInt } from 'graphql-scalars';
import { Float, type ClassType } from 'type-graphql';
import type { Attribute } from '../../kernel/ontology.ts';
import { enumOf } from './filter.ts';
import { DateTimeScalar } from './scalars.ts';

/** The GraphQL type that a stored attribute has, going out as well as coming in. */
export function attributeType(attribute: Attribute): () => ClassType {
  const type = () => {
    if (attribute.values !== undefined) return enumOf(attribute.values);
    switch (attribute.type) {
      case 'string':
        return String;
      case 'int':
        return GraphQLSafeInt;
      case 'float':
        return Float;
      case 'boolean':
        return Boolean;
      case 'time':
        return DateTimeScalar;
      case 'strings':
        return [String];
      default:
        return GraphQLJSON;
    }
  };
  return type as () => ClassType;
}
