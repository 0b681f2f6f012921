import { GraphQLSafeInt } from 'graphql-scalars';
import { Field, Float, InputType, registerEnumType, type ClassType } from 'type-graphql';
import type { Json } from '../../kernel/json.ts';
import type { Attribute, Attributes } from '../../kernel/ontology.ts';
import { formatTime } from '../../kernel/time.ts';
import type { Condition, FilterOperator } from '../../store/ports.ts';
import { checkValues, timeArgument } from './arguments.ts';
import { DateTimeScalar } from './scalars.ts';

type Scalar = () => object;

const MEANING: Record<FilterOperator, string> = {
  eq: 'Equal to this.',
  in: 'One of these.',
  contains: 'Has this in it, case kept.',
  startsWith: 'Begins with this, case kept.',
  gt: 'Greater, or later, than this.',
  gte: 'At least, or not before, this.',
  lt: 'Less, or earlier, than this.',
  lte: 'At most, or not after, this.',
  has: 'Has this among its members.',
  present: 'True: has a value; false: has none.',
};

/** A filter on one field: all operators that are given must hold. */
function operators(name: string, description: string, scalar: Scalar, names: readonly FilterOperator[]): ClassType {
  const Input = class {};
  InputType(name, { description })(Input);
  for (const operator of names) {
    const type = operator === 'present' ? () => Boolean : operator === 'in' ? () => [scalar()] : scalar;
    Field(type as () => ClassType, { nullable: true, description: MEANING[operator] })(Input.prototype, operator);
  }
  return Input as ClassType;
}

const ordered = ['eq', 'gt', 'gte', 'lt', 'lte', 'present'] as const;
const StringFilter = operators('StringFilter', 'A demand on a text.', () => String, [
  'eq',
  'in',
  'contains',
  'startsWith',
  'present',
]);
const IntFilter = operators('IntFilter', 'A demand on a whole number.', () => GraphQLSafeInt, ordered);
const FloatFilter = operators('FloatFilter', 'A demand on a number.', () => Float, ordered);
const TimeFilter = operators('DateTimeFilter', 'A demand on a time.', () => DateTimeScalar, ordered);
const BooleanFilter = operators('BooleanFilter', 'A demand on a yes or no.', () => Boolean, ['eq', 'present']);
const StringsFilter = operators('StringsFilter', 'A demand on a list of texts.', () => String, ['has']);

const BY_TYPE: Partial<Record<Attribute['type'], ClassType>> = {
  string: StringFilter,
  int: IntFilter,
  float: FloatFilter,
  time: TimeFilter,
  boolean: BooleanFilter,
  strings: StringsFilter,
};

const enumFilters = new Map<object, ClassType>();

/** The GraphQL enum of an attribute that has its values listed. */
export function enumOf(values: NonNullable<Attribute['values']>): Record<string, string> {
  const members = Object.fromEntries(Object.keys(values.of).map((value) => [value, value]));
  const known = enums.get(values.name);
  if (known !== undefined) return known;
  registerEnumType(members, {
    name: values.name,
    description: values.description ?? 'The values that such an attribute can have.',
    valuesConfig: Object.fromEntries(Object.entries(values.of).map(([value, description]) => [value, { description }])),
  });
  enums.set(values.name, members);
  return members;
}

const enums = new Map<string, Record<string, string>>();

function filterType(attribute: Attribute): ClassType | undefined {
  if (attribute.values === undefined) return BY_TYPE[attribute.type];
  const members = enumOf(attribute.values);
  const known = enumFilters.get(members);
  if (known !== undefined) return known;
  const made = operators(`${attribute.values.name}Filter`, 'A demand on one of listed values.', () => members, [
    'eq',
    'in',
    'present',
  ]);
  enumFilters.set(members, made);
  return made;
}

/** What every kind can be filtered by, beside its attributes. */
const COMMON: Readonly<Record<string, { type: ClassType; description: string }>> = {
  namespace: { type: StringFilter, description: 'By namespace.' },
  name: { type: StringFilter, description: 'By name.' },
  createdAt: { type: TimeFilter, description: 'By when anything was first said of it.' },
  updatedAt: { type: TimeFilter, description: 'By when what is said of it last changed.' },
};

export function filterInput(typeName: string, attributes: Attributes): ClassType {
  const Input = class {};
  InputType(`${typeName}Filter`, { description: `Which ${typeName} to list; all that is given must hold.` })(Input);
  for (const [name, { type, description }] of Object.entries(COMMON)) {
    Field(() => type, { nullable: true, description })(Input.prototype, name);
  }
  Field(() => Boolean, { nullable: true, description: 'False: only stubs; true: only what is described.' })(
    Input.prototype,
    'described',
  );
  Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'True: only what is retired; false: only what is not; null: both.',
  })(Input.prototype, 'retired');
  for (const [name, attribute] of filterable(attributes)) {
    const type = filterType(attribute) as ClassType;
    Field(() => type, { nullable: true, description: `By: ${attribute.description}` })(Input.prototype, name);
  }
  return Input as ClassType;
}

/** The store's conditions for a filter as it came. @throws BAD_USER_INPUT naming the place of a wrong value */
export function conditionsOf(
  filter: Readonly<Record<string, unknown>> | null | undefined,
  attributes: Attributes,
): Condition[] {
  const given = { retired: false, ...filter } as Record<string, unknown>;
  return Object.entries(given).flatMap(([field, demand]): Condition[] => {
    if (demand === null || demand === undefined) return [];
    if (field === 'described' || field === 'retired') return [{ field, operator: 'eq', value: demand as boolean }];
    const isTime = field === 'createdAt' || field === 'updatedAt' || attributes[field]?.type === 'time';
    return Object.entries(demand as Record<string, Json>)
      .filter(([, value]) => value !== null)
      .map(([operator, value]) => {
        const argument = `filter.${field}.${operator}`;
        checkValues(value, argument);
        const isText = isTime && operator !== 'present';
        const canonical = isText ? formatTime(timeArgument(value as string, argument)) : value;
        return { field, operator: operator as FilterOperator, value: canonical };
      });
  });
}

export function filterable(attributes: Attributes): [string, Attribute][] {
  return Object.entries(attributes).filter(([, attribute]) => attribute.filter);
}
