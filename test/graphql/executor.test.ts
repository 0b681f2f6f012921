import { setImmediate } from 'node:timers/promises';
import {
  buildSchema,
  execute,
  getIntrospectionQuery,
  type GraphQLScalarType,
  parse,
  type ExecutionResult,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import { createExecutor } from '../../src/graphql/index.ts';
import { gatherUnhandledRejections } from '../kit/unhandled-rejections.ts';

/** A graph small enough to hold every way in which a value may come. */
function toy(): GraphQLSchema {
  const schema = buildSchema(`
    scalar Odd
    interface Thing { id: ID! }
    type Car implements Thing { id: ID!, wheels: Int, next: Thing, parts(first: Int! = 2, filter: Filter): [String!] }
    type Tree implements Thing { id: ID!, wheels: Int, height: Float! }
    type Leaf { id: ID!, leaves: [Leaf!], next: Leaf }
    union Any = Car | Tree
    input Filter { size: Int = 7, name: String }
    type Query {
      car(of: Filter): Car
      thing(as: String): Thing
      any: [Any]
      odd(value: String): Odd
      oddList: [Odd!]
      notAList: [Int]
      matrix: [[Int!]]
      lateThenBroken: [Car!]
      strict: Tree!
      leaf: Leaf
    }
    type Mutation { add(value: Int!): Int!, sum: Int! }
    type Subscription { ticks: Int! }
  `);
  const type = (name: string) => schema.getType(name) as GraphQLObjectType;
  const odd = schema.getType('Odd') as GraphQLScalarType;
  odd.serialize = (value) => {
    if (value === 'even') throw new TypeError('not odd');
    return [value];
  };
  (schema.getType('Thing') as GraphQLInterfaceType).resolveType = (value) => {
    const { is } = value as { is?: string };
    if (is === 'late') return Promise.resolve('Car');
    if (is === 'broken') throw new Error('who knows');
    return is;
  };
  type('Car').isTypeOf = (value) => Promise.resolve('wheels' in (value as object));
  type('Tree').isTypeOf = (value) => 'height' in (value as object);
  type('Car').getFields()['parts']!.resolve = (_car, args) => [JSON.stringify(args)];
  return schema;
}

function rootValue() {
  const car = { id: 1, is: 'Car', wheels: 4, next: () => ({ id: 2, is: 'Car', wheels: 3 }) };
  let total = 0;
  return {
    car: ({ of }: { of?: unknown }) => ({ ...car, id: JSON.stringify(of ?? null) }),
    thing: ({ as }: { as?: string }) => ({ ...car, is: as }),
    any: [car, { id: 3, height: 2.5 }, null, { id: 4, height: 'tall' }, Promise.resolve(car)],
    odd: ({ value }: { value: string }) => value,
    oddList: ['odd', Promise.resolve('odd'), Promise.resolve('even')],
    notAList: 12,
    matrix: [[1, Promise.resolve(2)], Promise.resolve([3, 'x']), null, new Set([5])],
    lateThenBroken: () => [failsLater(), null],
    leaf: { id: 7, leaves: [{ id: 8 }, { id: 9 }], next: { id: 10 } },
    strict: { id: 6, wheels: 1, height: () => Promise.resolve(null) },
    // The first one is slow: run at once, the second would overtake it.
    add: async ({ value }: { value: number }) => {
      for (let turn = 0; turn < 10 - value; turn++) await setImmediate();
      if (value === 7) throw new Error('unlucky');
      return (total = total * 10 + value);
    },
    sum: () => total,
    ticks: 3,
  };
}

async function failsLater(): Promise<never> {
  await setImmediate();
  throw new Error('too late for anybody');
}

const schema = toy();
const ours = createExecutor(schema);

function told({ data, errors }: ExecutionResult): unknown {
  return { data: JSON.stringify(data), errors: errors?.map((error) => error.toJSON()) };
}

async function both(query: string, variableValues?: Record<string, unknown>, operationName?: string) {
  const args = { document: parse(query), ...(operationName === undefined ? {} : { operationName }) };
  const given = variableValues === undefined ? args : { ...args, variableValues };
  const theirs = told(await execute({ ...given, schema, rootValue: rootValue() }));
  const first = told(await ours({ ...given, rootValue: rootValue() }));
  expect(told(await ours({ ...given, rootValue: rootValue() }))).toEqual(first);
  return { first, theirs };
}

test.each<[string, Record<string, unknown>?, string?]>([
  ['query ($x: Boolean! = false) { car { id @include(if: $x) wheels } }'],
  ['query ($x: Boolean! = false) { car { id @include(if: $x) wheels } }', { x: true }],
  ['query ($x: Boolean! = false) { car { id @skip(if: $x) } }', { x: null }],
  ['query ($x: Boolean = true) { car { next { id @skip(if: $x) } wheels } }', { x: null }],
  ['query ($x: Boolean = true) { leaf { id next { id @skip(if: $x) } } car { wheels } }', { x: null }],
  ['query ($x: Boolean = true) { leaf { id leaves { id @skip(if: $x) } } car { wheels } }', { x: null }],
  ['query ($x: Boolean = true) { leaf { id leaves { id @skip(if: $x) } } car { wheels } }', { x: false }],
  ['query ($x: Boolean = true) { car { ...F @include(if: $x) wheels ...F } } fragment F on Car { id }', { x: false }],
  ['query ($x: Int) { car(of: { size: $x, name: "n" }) { id } }'],
  ['query ($x: Int) { car(of: { size: $x }) { id } }', { x: null }],
  ['query ($x: Filter = { name: "d" }) { car(of: $x) { id parts(filter: $x) } }'],
  ['query ($x: Filter = { name: "d" }) { car(of: $x) { id parts(first: 3, filter: $x) } }', { x: { size: 1 } }],
  ['query ($x: Int) { car { parts(first: $x) wheels } }', { x: null }],
  ['query ($x: Int!) { car { parts(first: $x) } }'],
  ['query ($x: Filter!) { car(of: $x) { id } }', { x: { size: 'big', other: 1 } }],
  ['{ thing(as: "Car") { id ... on Car { wheels } } }'],
  ['{ thing(as: "late") { id ... on Car { wheels next { __typename id } } } }'],
  ['{ thing(as: "broken") { id } car { id } }'],
  ['{ any { __typename ... on Car { wheels } ... on Tree { id height } } }'],
  ['{ odd(value: "odd") oddList }'],
  ['{ a: odd(value: "even") notAList }'],
  ['{ matrix }'],
  ['{ car { id } strict { id height } }'],
  ['{ __proto__: car { __proto__: id wheels } }'],
  ['{ car { id next { id } } car { wheels next { ... on Car { wheels } } } }'],
  ['mutation { a: add(value: 1) b: add(value: 5) sum c: add(value: 9) }'],
  ['mutation { a: add(value: 1) b: add(value: 7) c: add(value: 9) }'],
  ['subscription { ticks }'],
  ['query A { car { id } } query B { car { wheels } }', {}, 'B'],
  ['query A { car { id } } query B { car { wheels } }', {}, 'C'],
  ['query A { car { id } } query B { car { wheels } }'],
  ['fragment F on Car { id }'],
  ['{ __typename __type(name: "Car") { name fields { name type { kind name } } } }'],
])('%s with %j is answered as by graphql-js', async (query, variables, name) => {
  const { first, theirs } = await both(query, variables, name);
  expect(first).toEqual(theirs);
});

test('so is what tools ask of a schema', async () => {
  const { first, theirs } = await both(getIntrospectionQuery());
  expect(first).toEqual(theirs);
});

test.each(['nothing', 'Tree', 'Query', 'Any', null])(
  'a value that says it is a %s nulls its field alone',
  async (as) => {
    const { first, theirs } = await both('query ($as: String) { thing(as: $as) { id } car { wheels } }', { as });
    const place = (answer: unknown) => {
      const { data, errors } = answer as { data: string; errors: { path: unknown; locations: unknown }[] };
      return { data, errors: errors.map(({ path, locations }) => ({ path, locations })) };
    };
    expect(place(first)).toEqual(place(theirs));
    expect(place(first)).toMatchObject({ errors: [{ path: ['thing'] }] });
  },
);

test('what fails when nobody waits for it any more ends nothing', async () => {
  using unhandled = gatherUnhandledRejections();
  const { errors } = await ours({ document: parse('{ lateThenBroken { id } }'), rootValue: rootValue() });
  for (let turn = 0; turn < 4; turn++) await setImmediate();
  expect(errors?.map(({ path }) => path)).toEqual([['lateThenBroken', 1]]);
  expect(unhandled.reasons).toEqual([]);
});

test('a document with many conditions is answered by each of them', async () => {
  const names = Array.from({ length: 6 }, (_, index) => `c${index}`);
  const fields = names.map((name) => `${name}: id @include(if: $${name})`).join(' ');
  const document = parse(
    `query (${names.map((name) => `$${name}: Boolean!`).join(' ')}) { car { __typename ${fields} } }`,
  );
  for (let way = 0; way < 64; way++) {
    const chosen = names.filter((_, index) => (way >> index) % 2 === 1);
    const variableValues = Object.fromEntries(names.map((name) => [name, chosen.includes(name)]));
    const { data } = await ours({ document, variableValues, rootValue: rootValue() });
    expect(Object.keys(data?.['car'] as object)).toEqual(['__typename', ...chosen]);
  }
});
