import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ourSubgraphs, type SubgraphFile } from '../../src/cli/supergraph/compose.ts';
import { createPrinter } from '../../src/graphql/federation/print.ts';
import { buildGraph, domainsOf } from '../../src/graphql/index.ts';
import { printGraph } from '../../src/graphql/print.ts';
import { clientsSchema, composeByApollo, COMPOSERS } from './composers.ts';

const graph = buildGraph();
const apart = ourSubgraphs(graph);
const whole = [{ name: 'throughline', url: 'http://127.0.0.1:4000/graphql', sdl: print(domainsOf(graph)) }];
/** A deployment of a few processes, as THROUGHLINE_DOMAINS makes it. */
const serving = ['deployments', 'kpis', 'registry'];
const others = domainsOf(graph).filter((domain) => !serving.includes(domain) && domain !== 'entities');
const halves = [
  { name: 'serving', url: 'http://127.0.0.1:4001/graphql', sdl: print(serving) },
  { name: 'data', url: 'http://127.0.0.1:4002/graphql', sdl: print(others) },
];

describe.each([
  ['one for each domain', apart],
  ['two with some domains each', halves],
  ['the whole graph alone', whole],
])('subgraphs: %s', (_how, subgraphs) => {
  test.each(COMPOSERS)('by %s they make the graph that clients know', (_name, compose) => {
    expect(printGraph(clientsSchema(compose(subgraphs)))).toEqual(printGraph(graph));
  });
});

test('docs/federation.md explains each hint that a composer gives, and no other', () => {
  const given = composeByApollo(apart).hints.map(({ definition, message }) => {
    const [, place = message] = /^\w+ "([^"]+)"/.exec(message) ?? [];
    return `${definition.code} ${place}`;
  });
  const page = readFileSync(new URL('../../docs/federation.md', import.meta.url), 'utf8');
  const explained = [...page.matchAll(/^\| `([A-Z_]+)` \| (.+?) \|/gm)].flatMap(([, code, places = '']) =>
    [...places.matchAll(/`([^`]+)`/g)].map(([, place]) => `${code} ${place}`),
  );
  expect(given.sort()).toEqual(explained.sort());
  expect(composeByApollo(whole).hints).toEqual([]);
});

test('schema/subgraphs has a file for each domain, and no other', () => {
  const files = readdirSync(new URL('../../schema/subgraphs', import.meta.url));
  expect(files.sort()).toEqual(domainsOf(graph).map((domain) => `${domain}.graphql`));
});

test.each(COMPOSERS)('what %s refuses is told', (_name, compose) => {
  const [catalog, ...others] = apart as [SubgraphFile, ...SubgraphFile[]];
  const broken = catalog.sdl.replaceAll('type PageInfo @shareable', 'type PageInfo');
  expect(() => compose([{ ...catalog, sdl: broken }, ...others])).toThrow(/PageInfo/);
});

function print(domains: readonly string[]): string {
  return createPrinter(graph)(new Set(domains));
}
