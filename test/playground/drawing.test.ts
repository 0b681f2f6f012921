import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGraph } from '../../src/graphql/index.ts';
import { formatUrn } from '../../src/kernel/urn.ts';
import { drawingOf, type Drawing } from '../../src/playground/app/graph/drawing.ts';
import { loadOperations, OPERATIONS } from '../../src/playground/operations.ts';
import { startServer, type TestServer } from '../kit/server.ts';

const schema = buildGraph();
const dataset = (name: string) => formatUrn('DATASET', 'db', name);
const [A, B, C] = [dataset('a'), dataset('b'), dataset('c')];
const KPI = formatUrn('BUSINESS_KPI', 'growth', 'revenue');

function draw(document: string, data: unknown, variables: Record<string, unknown> = {}): Drawing | null {
  return drawingOf(schema, { document, operationName: null, variables }, data);
}

const nodes = (drawing: Drawing | null) => drawing?.graph.nodes.map(({ id, depth }) => [id, depth]);
const links = (drawing: Drawing | null) =>
  drawing?.graph.links.map(({ from, to, type, hops }) => `${from} ${type} ${hops} ${to}`);

test('lineage is drawn as it is, under whatever names it was asked for', () => {
  const drawing = draw(
    `query ($of: [ID!]!) { it: lineage(of: $of, direction: DOWNSTREAM) {
      met: nodes { far: depth id entity { kind name } } ...Links } }
     fragment Links on Lineage { ways: links { from to type hops stale } pageInfo { hasNextPage } }`,
    {
      it: {
        met: [
          { far: 0, id: A, entity: { kind: 'DATASET', name: 'a' } },
          { far: 3, id: KPI, entity: { kind: 'BUSINESS_KPI', name: 'revenue' } },
        ],
        ways: [{ from: A, to: KPI, type: null, hops: 3, stale: true }],
        pageInfo: { hasNextPage: false },
      },
    },
    { of: [A] },
  );
  expect(drawing).toEqual({
    graph: {
      nodes: [
        { id: A, depth: 0, kind: 'DATASET', namespace: 'db', name: 'a' },
        { id: KPI, depth: 3, kind: 'BUSINESS_KPI', namespace: 'growth', name: 'revenue' },
      ],
      links: [{ from: A, to: KPI, type: null, hops: 3, stale: true }],
    },
    decorations: { nodes: new Map(), links: new Map() },
    ...{ isSketch: false, isCut: false },
  });
});

test('variables have the defaults that the operation gives them', () => {
  const drawing = draw(
    `query ($of: [ID!]! = ["${A}"], $way: LineageDirection! = UPSTREAM) {
      lineage(of: $of, direction: $way) { nodes { id depth } } }`,
    {
      lineage: {
        nodes: [
          { id: A, depth: 0 },
          { id: B, depth: 1 },
        ],
      },
    },
  );
  expect(links(drawing)).toEqual([`${B} null 1 ${A}`]);
});

test('what several put at risk has the greatest of the risks', () => {
  const at = (risk: number) => ({ entity: { id: A, impact: { kpis: { nodes: [{ risk, kpi: { id: KPI } }] } } } });
  const drawing = draw('{ alerts { nodes { entity { id impact { kpis { nodes { risk kpi { id } } } } } } } }', {
    alerts: { nodes: [at(2), at(4.5), at(3)] },
  });
  expect(drawing?.decorations.nodes.get(KPI)).toMatchObject({ badge: '4.5' });
});

test('nodes that tell their kinds and names alone are those that links tell by URN', () => {
  const drawing = draw(
    `{ lineage(of: ["${A}"], direction: UPSTREAM) { nodes { depth entity { kind name } } links { from to } } }`,
    {
      lineage: {
        nodes: [
          { depth: 0, entity: { kind: 'DATASET', name: 'a' } },
          { depth: 1, entity: { kind: 'DATASET', name: 'b' } },
        ],
        links: [{ from: B, to: A }],
      },
    },
  );
  expect(nodes(drawing)).toEqual([
    [A, 0],
    [B, 1],
  ]);
  expect(links(drawing)).toEqual([`${B} null 1 ${A}`]);
});

test('two of one kind and name are not taken for each other', () => {
  const other = formatUrn('DATASET', 'elsewhere', 'b');
  const drawing = draw(
    `{ lineage(of: ["${A}"], direction: DOWNSTREAM) { nodes { depth entity { kind name } } links { from to } } }`,
    {
      lineage: {
        nodes: [{ depth: 1, entity: { kind: 'DATASET', name: 'b' } }],
        links: [B, other].map((to) => ({ from: A, to })),
      },
    },
  );
  expect(nodes(drawing)).toEqual([
    [A, 0],
    ['name:DATASET:b', 1],
    [B, 1],
    [other, 1],
  ]);
});

test('where no links were asked for, lines from the start stand for them and say how many', () => {
  const document = (direction: string) =>
    `{ dataset: entity(id: "${A}") { id lineage(direction: ${direction}) { nodes { depth entity { kind namespace name } } } } }`;
  const data = {
    dataset: {
      id: A,
      lineage: { nodes: [{ depth: 4, entity: { kind: 'BUSINESS_KPI', namespace: 'growth', name: 'revenue' } }] },
    },
  };
  const down = draw(document('DOWNSTREAM'), data);
  expect(links(down)).toEqual([`${A} null 4 ${KPI}`]);
  expect(down?.isSketch).toBe(true);
  expect(links(draw(document('UPSTREAM'), data))).toEqual([`${KPI} null 4 ${A}`]);
});

test('impact is drawn by its paths, in the colour of its risk, and what names no path hangs on the start', () => {
  const drawing = draw(
    `query ($of: [ID!]!) { impact(of: $of) {
       kpis { edges { node { kpi { name } risk path { nodes { id } links { type } } } } }
       deployments { nodes { deployment { name } risk } }
       answer { limitHit } } }`,
    {
      impact: {
        kpis: {
          edges: [
            {
              node: {
                ...{ kpi: { name: 'revenue' }, risk: 4 },
                path: { nodes: [A, B, KPI].map((id) => ({ id })), links: [{ type: 'FEEDS' }, { type: 'AFFECTS' }] },
              },
            },
          ],
        },
        deployments: { nodes: [{ deployment: { name: 'churn' }, risk: 0.5 }] },
        answer: { limitHit: 'NODES' },
      },
    },
    { of: A },
  );
  expect(links(drawing)).toEqual([`${A} FEEDS 1 ${B}`, `${B} AFFECTS 1 ${KPI}`, `${A} null 0 name:DEPLOYMENT:churn`]);
  expect([...(drawing?.decorations.nodes ?? [])]).toEqual([
    [KPI, { tone: 'risk', badge: '4', risk: 1 }],
    ['name:DEPLOYMENT:churn', { tone: 'risk', badge: '0.5', risk: 0.5 }],
  ]);
  expect([drawing?.isSketch, drawing?.isCut]).toEqual([true, true]);
});

test('paths are drawn over each other, be their ends told by their nodes or by their links', () => {
  const document = (fields: string) => `{ paths(from: "${A}", to: "${C}") { paths { ${fields} } exhaustive } }`;
  const byNodes = draw(document('nodes { id depth } links { type }'), {
    paths: {
      paths: [
        { nodes: [A, C].map((id, depth) => ({ id, depth })), links: [{ type: 'FEEDS' }] },
        { nodes: [A, B, C].map((id, depth) => ({ id, depth })), links: [{ type: 'FEEDS' }, { type: 'WRITES' }] },
      ],
      exhaustive: false,
    },
  });
  expect(nodes(byNodes)).toEqual([
    [A, 0],
    [C, 1],
    [B, 1],
  ]);
  expect(links(byNodes)).toEqual([`${A} FEEDS 1 ${C}`, `${A} FEEDS 1 ${B}`, `${B} WRITES 1 ${C}`]);
  expect(byNodes?.isCut).toBe(true);
  const byLinks = draw(document('links { from to }'), {
    paths: {
      paths: [
        {
          links: [
            { from: A, to: B },
            { from: B, to: C },
          ],
        },
      ],
      exhaustive: true,
    },
  });
  expect(nodes(byLinks)).toEqual([
    [A, 0],
    [B, 1],
    [C, 2],
  ]);
  expect(byLinks?.isCut).toBe(false);
});

test('an answer without any of them, an empty one, and none at all draw nothing', () => {
  const search = '{ search(text: "a") { nodes { id kind name } } }';
  expect(draw(search, { search: { nodes: [{ id: A, kind: 'DATASET', name: 'a' }] } })).toBeNull();
  expect(draw(search, null)).toBeNull();
  expect(draw('{ team: entity(id: "x") { impact { kpis { nodes { risk } } } } }', { team: null })).toBeNull();
  expect(() => draw('{', {})).toThrow('Syntax Error');
});

let demo: TestServer;
beforeAll(async () => {
  demo = await startServer({ THROUGHLINE_SEED: 'demo' });
});
afterAll(() => demo?.[Symbol.asyncDispose]());

/** How many nodes of a saved operation's answer there are to draw. */
const DRAWN: Readonly<Record<string, number>> = {
  ...{ DownstreamOfADataset: 53, UpstreamOfAKpi: 83, ColumnToKpis: 7, SourcesOfAKpi: 4, LeftBehind: 6 },
  ...{
    FeaturesOfAView: 3,
    KpisAtRisk: 28,
    PathsBetween: 17,
    RootCauses: 14,
    WhatIf: 13,
    OpenAlerts: 7,
    ReleaseDiff: 8,
  },
};

test.each(loadOperations(OPERATIONS).filter(({ type }) => type === 'query'))(
  'of the saved operation $name the demo company’s answer is drawn, or there is nothing to draw',
  async ({ name, document, variables }) => {
    const drawing = draw(document, await demo.query(document, variables), variables);
    const { nodes: drawn = [], links: joined = [] } = drawing?.graph ?? {};
    expect(drawn).toHaveLength(DRAWN[name] ?? 0);
    const ids = new Set(drawn.map(({ id }) => id));
    expect(joined.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
    expect(drawn.filter(({ depth, kind, name }) => !Number.isFinite(depth) || kind === '' || name === '')).toEqual([]);
    // Who asks for lineage or paths gets a graph, not dots.
    const isLinked = new Set(joined.flatMap(({ from, to }) => [from, to]));
    const isGraph = /^(Downstream|Upstream|Column|Sources|KpisAtRisk|Paths)/.test(name);
    expect(isGraph ? drawn.filter(({ id }) => !isLinked.has(id)) : []).toEqual([]);
  },
);
