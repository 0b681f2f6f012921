import { isObjectType, type GraphQLSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { ourSubgraphs } from '../../src/cli/supergraph/compose.ts';
import { buildGraph } from '../../src/graphql/index.ts';
import { clientsSchema, COMPOSERS } from './composers.ts';

const ours = ourSubgraphs(buildGraph());

/** What another team may say of ours in its subgraph, and what clients then see. */
const SUBGRAPHS: readonly [directive: string, sdl: string, seen: Readonly<Record<string, string | null>>][] = [
  ['@key', 'type Deployment @key(fields: "id") { id: ID! monthlyCost: Float }', { 'Deployment.monthlyCost': 'Float' }],
  [
    'a repeated @key',
    'type Deployment @key(fields: "id") @key(fields: "id _at") { id: ID! _at: String! @external monthlyCost: Float }',
    { 'Deployment.monthlyCost': 'Float', 'Deployment._at': null },
  ],
  [
    '@key of a stub',
    `type Query { budgets: [Budget!] }
     type Budget @key(fields: "id") { id: ID! version: ModelVersion }
     type ModelVersion @key(fields: "id", resolvable: false) { id: ID! }`,
    { 'Budget.version': 'ModelVersion', 'Query.budgets': '[Budget!]' },
  ],
  [
    '@shareable',
    'type Query { budgeted: Count } type Count @shareable { exact: Boolean! value: Int! }',
    { 'Query.budgeted': 'Count' },
  ],
  [
    '@external and @requires',
    `type Deployment @key(fields: "id") {
       id: ID! endpoint: String @external monthlyCost: Float @requires(fields: "endpoint") }`,
    { 'Deployment.monthlyCost': 'Float' },
  ],
  [
    '@provides',
    `type Query { cheapest: Deployment @provides(fields: "name") }
     type Deployment @key(fields: "id", resolvable: false) { id: ID! name: String! @external }`,
    { 'Query.cheapest': 'Deployment' },
  ],
  [
    '@override',
    'type Deployment @key(fields: "id") { id: ID! endpoint: String @override(from: "deployments") }',
    { 'Deployment.endpoint': 'String' },
  ],
  [
    '@inaccessible',
    'type Deployment @key(fields: "id") { id: ID! invoice: String @inaccessible }',
    { 'Deployment.invoice': null, 'Deployment.endpoint': 'String' },
  ],
  [
    '@tag',
    'type Deployment @key(fields: "id") { id: ID! monthlyCost: Float @tag(name: "internal") }',
    { 'Deployment.monthlyCost': 'Float' },
  ],
  [
    '@composeDirective',
    `extend schema @link(url: "https://costs.test/money/v1.0", import: ["@money"]) @composeDirective(name: "@money")
     directive @money on FIELD_DEFINITION
     type Deployment @key(fields: "id") { id: ID! monthlyCost: Float @money }`,
    { 'Deployment.monthlyCost': 'Float' },
  ],
  [
    'a type of their own that is a Node',
    `type Invoice implements Node @key(fields: "id") { id: ID! version: ModelVersion }
     interface Node { id: ID! }
     type ModelVersion @key(fields: "id", resolvable: false) { id: ID! }`,
    { 'Invoice.version': 'ModelVersion' },
  ],
];

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable",
  "@external", "@requires", "@provides", "@override", "@inaccessible", "@tag", "@composeDirective"])`;

describe.each(COMPOSERS)('composed by %s', (_name, compose) => {
  test.each(SUBGRAPHS)('another team’s subgraph may use %s', (_directive, sdl, seen) => {
    const costs = { name: 'costs', url: 'http://costs.test/graphql', sdl: `${LINK}\n${sdl}` };
    const schema = clientsSchema(compose([...ours, costs]));
    const types = Object.keys(seen).map((place) => [place, typeAt(schema, place)]);
    expect(Object.fromEntries(types)).toEqual(seen);
    expect(typeAt(schema, 'BusinessKpi.definition')).toBe('KpiDefinition');
  });

  test('a type of another team that is an Entity is refused, as it has not what every subgraph of ours tells', () => {
    const fields = 'id: ID! kind: EntityKind! namespace: String! name: String!';
    const sdl = `${LINK} type Invoice implements Entity @key(fields: "id") { ${fields} }
      interface Entity { ${fields} } enum EntityKind { DEPLOYMENT }`;
    expect(() => compose([...ours, { name: 'costs', url: 'http://costs.test/graphql', sdl }])).toThrow(
      /Entity|EntityKind/,
    );
  });
});

/** The type of a field; null where clients do not see it. */
function typeAt(schema: GraphQLSchema, place: string): string | null {
  const [name = '', field = ''] = place.split('.');
  const type = schema.getType(name);
  return isObjectType(type) ? (type.getFields()[field]?.type.toString() ?? null) : null;
}
