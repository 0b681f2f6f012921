import { GraphQLObjectType, GraphQLSchema, GraphQLString, type GraphQLFieldConfigMap } from 'graphql';
import { expect, test } from 'vitest';
import { kinds, relationships } from '../../src/domains/index.ts';
import { buildGraph, domainsOf } from '../../src/graphql/index.ts';
import { cutGraph } from '../../src/graphql/federation/cut.ts';
import { isSharedOut, ownerOf, typesWithFields } from '../../src/graphql/federation/owners.ts';

const graph = buildGraph();

test('each field has one owner, is contributed to roots, kinds and their interfaces only, and is in a subgraph', () => {
  expect(ownershipProblems(graph)).toEqual([]);
});

test('the domains are those that own something, those of kinds and relationships among them', () => {
  const domains = domainsOf(graph);
  expect(domains).toEqual(expect.arrayContaining([...kinds, ...relationships].map(({ domain }) => domain)));
  expect(domains).toEqual([...new Set(domains)].sort());
});

test('what is kept of a kind is of the domain of the kind', () => {
  for (const { typeName, domain, attributes } of kinds) {
    const fields = (graph.getType(typeName) as GraphQLObjectType).getFields();
    const owners = Object.keys(attributes).flatMap((name) => (fields[name] ? [ownerOf(fields[name])] : []));
    expect({ typeName, owners: new Set(owners) }).toEqual({ typeName, owners: new Set(owners.map(() => domain)) });
  }
});

test.each<[string, { Query: Owners; Value?: Owners }, string]>([
  ['has no owner', { Query: { lost: null } }, 'Query.lost: expected an owner'],
  ['is contributed to a value type of another domain', { Query: { a: 'a' }, Value: { b: 'b' } }, 'Value.b: of b, in a'],
])('a field that %s is found', (_what, owners, problem) => {
  const Value = new GraphQLObjectType({ name: 'Value', fields: fieldsOf(owners.Value ?? { plain: null }) });
  const Query = new GraphQLObjectType({ name: 'Query', fields: fieldsOf(owners.Query, Value) });
  expect(ownershipProblems(new GraphQLSchema({ query: Query }))).toContain(problem);
});

test('a field that no subgraph has is found', () => {
  const Lonely = new GraphQLObjectType({ name: 'Lonely', fields: fieldsOf({ plain: null }) });
  const Query = new GraphQLObjectType({ name: 'Query', fields: fieldsOf({ a: 'a' }) });
  const schema = new GraphQLSchema({ query: Query, types: [Lonely] });
  expect(ownershipProblems(schema)).toEqual(['Lonely.plain: in no subgraph']);
});

function ownershipProblems(schema: GraphQLSchema): string[] {
  const subgraphs = domainsOf(schema).map((domain) => ({ domain, cut: cutGraph(schema, new Set([domain])) }));
  return typesWithFields(schema).flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) => {
      const place = `${type.name}.${field.name}`;
      const owner = ownerOf(field);
      const of = subgraphs.flatMap(({ domain, cut }) => {
        const found = typesWithFields(cut).find(({ name }) => name === type.name);
        return found?.getFields()[field.name] === undefined ? [] : [domain];
      });
      if (isSharedOut(schema, type)) {
        if (owner === undefined) return [`${place}: expected an owner`];
        for (const wider of type.getInterfaces().filter((each) => isSharedOut(schema, each))) {
          const above = wider.getFields()[field.name];
          if (above && ownerOf(above) !== owner)
            return [`${place}: of ${owner}, on ${wider.name} of ${ownerOf(above)}`];
        }
      } else if (owner !== undefined && of.join() !== owner) {
        return [`${place}: of ${owner}, in ${of.join()}`];
      }
      return of.length === 0 ? [`${place}: in no subgraph`] : [];
    }),
  );
}

/** Fields by who owns them; null: nobody. */
type Owners = Readonly<Record<string, string | null>>;

function fieldsOf(
  owners: Owners,
  type: GraphQLObjectType | typeof GraphQLString = GraphQLString,
): GraphQLFieldConfigMap<unknown, unknown> {
  const field = (owner: string | null) => ({ type, extensions: owner === null ? {} : { owner } });
  return Object.fromEntries(Object.entries(owners).map(([name, owner]) => [name, field(owner)]));
}
