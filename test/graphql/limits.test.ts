import { getIntrospectionQuery, isInterfaceType, isObjectType, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { buildGraph } from '../../src/graphql/index.ts';
import { checkLimits, costOf } from '../../src/graphql/limits.ts';
import type { ThroughlineError } from '../../src/kernel/errors.ts';

const schema = buildGraph();

/** Why it is refused: the code and what of it; null where it may run. Each must be a sound document. */
function refusal(source: string, variables: Record<string, unknown> = {}): string | null {
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  try {
    checkLimits(schema, document, null, variables);
    return null;
  } catch (error) {
    const { code, argument } = error as ThroughlineError;
    return [code, ...(argument === undefined ? [] : [argument])].join(' ');
  }
}

function cost(source: string, variables: Record<string, unknown> = {}): number {
  return costOf(schema, parse(source), null, variables);
}

/** Eight lists below each other, each with these arguments. */
function nested(args: string): string {
  const two = `children${args} { ... on Job { outputs${args} { ... on Dataset { readBy${args} {`;
  const levels = `${two} ${two} children${args} { owners${args} {`;
  const variables = args.includes('$none') ? 'query ($none: Int) ' : '';
  return `${variables}{ jobs(first: 1) { nodes { ${levels} id ${'}'.repeat(12)} } } }`;
}

test.each(['', '(first: null)', '(first: $none)'])('eight nested lists with the arguments %j are refused', (args) => {
  expect(refusal(nested(args))).toBe('LIMIT_EXCEEDED');
  expect(refusal(nested(args), { none: null })).toBe('LIMIT_EXCEEDED');
});

test('a list without a size is priced as its default page, whoever leaves the size out', () => {
  const sized = cost('{ jobs(first: 20) { nodes { id } } }');
  expect(cost('{ jobs { nodes { id } } }')).toBe(sized);
  expect(cost('{ jobs(first: null) { nodes { id } } }')).toBe(sized);
  expect(cost('query ($n: Int = 5) { jobs(first: $n) { nodes { id } } }', { n: null })).toBe(sized);
});

test('each field that takes a size has a default, so that null can be priced', () => {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type));
  const sizes = types
    .flatMap((type) => Object.values(type.getFields()))
    .flatMap(({ args }) => args.filter(({ name }) => name === 'first'));
  expect(sizes.length).toBeGreaterThan(50);
  expect(sizes.filter(({ defaultValue }) => typeof defaultValue !== 'number')).toEqual([]);
});

test('lists that take no size have a price too', () => {
  const levels = 'serving { version { releases { deployment {'.repeat(4);
  expect(refusal(`{ deployments { nodes { ${levels} id ${'}'.repeat(16)} } } }`)).toBe('LIMIT_EXCEEDED');
});

test('each start of a walk has a price', () => {
  const walk = (starts: number) =>
    cost('query ($of: [ID!]!) { lineage(of: $of, direction: UPSTREAM, first: 10) { nodes { id } } }', {
      of: Array.from({ length: starts }, (_, index) => `urn:throughline:dataset:n:${index}`),
    });
  expect(walk(1_000) - walk(1)).toBe(999);
});

test('lineage below lineage costs what all its walks may, whichever way it nests', () => {
  const walk = (first: number, below: string) =>
    `lineage(direction: BOTH, first: ${first}) { nodes { entity { ${below} } } }`;
  const asked = (below: string) => `{ node(id: "urn:throughline:dataset:n:a") { ... on Dataset { ${below} } } }`;
  const one = cost(asked(walk(10, 'id')));
  // Ten nodes, each with its entity, its walk, and what that shows.
  expect(cost(asked(walk(10, walk(10, 'id'))))).toBeGreaterThan(10 * one);
  expect(refusal(asked(walk(10, walk(10, walk(10, 'id')))))).toBeNull();
  expect(refusal(asked(walk(100, walk(100, 'id'))))).toBeNull();
  expect(refusal(asked(walk(100, walk(100, walk(100, 'id')))))).toBe('LIMIT_EXCEEDED');
  expect(refusal(asked(walk(5_000, walk(1, 'id'))))).toBe('LIMIT_EXCEEDED');
  const up = 'fragment Up on Entity { lineage(direction: UPSTREAM) { nodes { entity { ...On } } } }';
  const on = `fragment On on Entity { ${walk(100, walk(100, 'id'))} }`;
  expect(refusal(`${asked('...Up')} ${up} ${on}`)).toBe('LIMIT_EXCEEDED');
});

test('what can not be priced is not run', () => {
  const dear = 'jobs(first: 1000) { nodes { children(first: 1000) { children(first: 1000) { id } } } }';
  const walk = 'lineage(of: ["urn:throughline:dataset:n:a"], direction: $d) { nodes { id } }';
  const document = `query ($d: LineageDirection = UPSTREAM) { ${walk} ${dear} }`;
  expect(refusal(document, { d: null })).toBe('BAD_USER_INPUT direction');
  const fragments = Array.from(
    { length: 16 },
    (_, i) => `fragment F${i} on Job { a${i}: jobType ...F${i + 1} ... { ...F${i + 1} } }`,
  );
  expect(refusal(`{ jobs { nodes { ...F0 } } } ${fragments.join(' ')} fragment F16 on Job { id }`)).toBe(
    'LIMIT_EXCEEDED',
  );
});

test('full pages, and the usual introspection, are within the price', () => {
  const fields = 'depth id entity { kind name description tags createdAt }';
  const walk = `lineage(of: ["urn:throughline:dataset:n:a"], direction: BOTH, first: 5000) { nodes { ${fields} } }`;
  // docs/limits.md has this one.
  expect(Math.round(cost(`{ ${walk} }`) / 1_000)).toBe(46);
  expect(refusal('{ datasets(first: 1000) { nodes { id name owners { id name } } } }')).toBeNull();
  const paths = 'paths { nodes { id entity { name owners { name } } } links { type confidence sources } }';
  expect(refusal(`{ paths(from: "a", to: "b", first: 100) { ${paths} } }`)).toBeNull();
  expect(refusal(getIntrospectionQuery())).toBeNull();
});

test('a document that is sent again is priced as it is asked then, whatever it was asked before', () => {
  const document = parse(
    'query Q($first: Int, $kinds: [EntityKind!], $of: ID!) { lineage(of: [$of], direction: DOWNSTREAM, first: $first, filter: { kinds: $kinds }) { nodes { id } } }',
  );
  const ask = (variables: Record<string, unknown>) => checkLimits(schema, document, null, variables).requested;
  const of = 'urn:throughline:dataset:a:b';
  const alone = (variables: Record<string, unknown>) => costOf(schema, document, null, variables);
  // What does not fit is no price for what does.
  expect(ask({ of, kinds: ['NO_SUCH_KIND'], first: 10 })).toBe(0);
  for (const first of [10, 5_000, 10, null]) {
    const variables = { of, kinds: ['DATASET'], first };
    expect(ask(variables)).toBe(alone(variables));
    expect(ask({ ...variables, of: 'another' })).toBe(alone(variables));
  }
  expect(ask({ of, kinds: ['DATASET'], first: 10 })).toBeLessThan(ask({ of, kinds: ['DATASET'], first: 5_000 }));
});
