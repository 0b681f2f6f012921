import { getNamedType, GraphQLError, visit, type EnumValueNode, type ValidationRule } from 'graphql';

/**
 * A bare name in JSON is an error: the scalar would leave it out, so that `against: SERVING` were a demand that is held
 * against nothing.
 */
export const JsonLiteralsRule: ValidationRule = (context) => {
  const isJson = () => getNamedType(context.getInputType())?.name === 'JSON';
  const report = (node: EnumValueNode) => {
    const message = `JSON has no ${node.value}: write it as a text, "${node.value}"`;
    context.reportError(new GraphQLError(message, { nodes: node }));
  };
  return {
    EnumValue(node) {
      if (isJson()) report(node);
    },
    ObjectValue(node) {
      if (!isJson()) return undefined;
      visit(node, { EnumValue: report });
      return false;
    },
  };
};
