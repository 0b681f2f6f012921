import { findBreakingChanges, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askSubgraph } from '../../src/cli/supergraph/ask.ts';
import { ourSubgraphs, type SubgraphFile } from '../../src/cli/supergraph/compose.ts';
import { buildGraph } from '../../src/graphql/index.ts';
import { clientsSchema, composeByApollo, COMPOSERS } from './composers.ts';
import { serveCosts, type Costs } from './outside/serve.ts';

const graph = buildGraph();
const ours = ourSubgraphs(graph);

let costs: Costs;
let theirs: SubgraphFile;
beforeAll(async () => {
  costs = await serveCosts();
  theirs = await askSubgraph('costs', costs.url);
});
afterAll(() => costs[Symbol.asyncDispose]());

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])';

/** What another team may not say, and of what each composer's message tells. */
const CLAIMS: readonly [claim: string, sdl: string, told: readonly RegExp[]][] = [
  [
    'a field of a kind',
    'type Deployment @key(fields: "id") { id: ID! endpoint: String }',
    [/"Deployment\.endpoint" is resolved from multiple subgraphs/, /"costs" and "deployments"/],
  ],
  [
    'a field of a kind, as one to share',
    'type Deployment @key(fields: "id") { id: ID! endpoint: String @shareable }',
    [/"Deployment\.endpoint"/, /non-shareable in subgraph "deployments"/],
  ],
  ['a field of Query', 'type Query { datasets: Int }', [/"Query\.datasets"/, /"catalog" and "costs"/]],
  ['a type without a key', 'type JobRun { state: String }', [/"JobRun\.state"/, /"catalog" and "costs"/]],
  [
    'what follows from a URN, without a word that it is shared',
    'type Deployment @key(fields: "id") { id: ID! name: String! monthlyCost: Float }',
    [/"Deployment\.name"/, /non-shareable in subgraph "costs"/],
  ],
  [
    'that an id may be null',
    'type Deployment @key(fields: "id") { id: ID monthlyCost: Float }',
    [/Entity\.id expects type ID! but Deployment\.id of type ID/],
  ],
];

describe.each(COMPOSERS)('composed by %s', (_name, compose) => {
  test('an outside team joins without a change to us, and takes nothing from anybody', () => {
    const joined = clientsSchema(compose([...ours, theirs]));
    expect(findBreakingChanges(graph, joined)).toEqual([]);
    const type = joined.getType('TrainingBill');
    expect(isObjectType(type) && type.getFields()['modelVersion']?.type).toBe(joined.getType('ModelVersion'));
    for (const kind of ['Deployment', 'BusinessKpi']) {
      const added = joined.getType(kind);
      expect(isObjectType(added) && added.getFields()['monthlyCost']?.type).toBe(joined.getType('Money'));
    }
  });

  test.each(CLAIMS)('an outside team that claims %s is refused, and told of what', (_claim, sdl, told) => {
    const attempt = () => compose([...ours, { ...theirs, sdl: `${LINK}\n${sdl}` }]);
    for (const each of told) expect(attempt).toThrow(each);
  });
});

test('it gives no composer a hint more', () => {
  expect(composeByApollo([...ours, theirs]).hints).toHaveLength(composeByApollo(ours).hints.length);
});
