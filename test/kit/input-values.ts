import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type GraphQLInputType,
} from 'graphql';

/** A source of choices; the first of each is the plainest. */
export interface Choose {
  below(count: number): number;
  one<T>(items: readonly T[]): T;
  often(percent: number): boolean;
}

export type ScalarValues = Readonly<Record<string, readonly (string | number | boolean)[]>>;

/** An enum's value as a literal shows it. */
class EnumName {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  toJSON(): string {
    return this.name;
  }
}

/** A value of an input type, as it comes in variables. */
export function valueOf(type: GraphQLInputType, values: ScalarValues, choose: Choose): unknown {
  if (isNonNullType(type)) return some(type.ofType, values, choose);
  return choose.often(12) ? null : some(type, values, choose);
}

function some(type: GraphQLInputType, values: ScalarValues, choose: Choose): unknown {
  if (isNonNullType(type)) return some(type.ofType, values, choose);
  if (isListType(type)) {
    // One item stands for a list of it.
    if (choose.often(15)) return some(type.ofType, values, choose);
    return Array.from({ length: choose.below(3) }, () => valueOf(type.ofType, values, choose));
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((each) => isRequiredInputField(each) || choose.often(25));
    return Object.fromEntries(fields.map((each) => [each.name, valueOf(each.type, values, choose)]));
  }
  if (isEnumType(type)) return new EnumName(choose.one(type.getValues()).name);
  const known = values[type.name];
  if (known === undefined) throw new Error(`There is no value for ${type.name}.`);
  return choose.one(known);
}

/** The same as a literal of a document. */
export function literalOf(type: GraphQLInputType, values: ScalarValues, choose: Choose): string {
  return print(valueOf(type, values, choose));
}

function print(value: unknown): string {
  if (value instanceof EnumName) return value.name;
  if (Array.isArray(value)) return `[${value.map(print).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, each]) => `${name}: ${print(each)}`)
    .join(', ')} }`;
}
