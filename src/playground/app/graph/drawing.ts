import { getOperationAST, getVariableValues, Kind, parse, type GraphQLSchema } from 'graphql';
import { adjacencyOf, stepsFrom } from '../../../explorer/app/canvas/adjacency.ts';
import {
  linkKey,
  type CanvasGraph,
  type CanvasLink,
  type Decoration,
  type Decorations,
} from '../../../explorer/app/canvas/graph.ts';
import { mostRisk, shareOf } from '../../../explorer/app/risk.ts';
import { foundIn, isFields, type Fields, type Found } from './found.ts';
import { createThings, isUrn, type Things } from './things.ts';

/** An operation as it was run. */
export interface Run {
  readonly document: string;
  /** Null: the only one in the document. */
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Drawing {
  readonly graph: CanvasGraph;
  readonly decorations: Decorations;
  /** Whether links stand for what lies between and was not asked for. */
  readonly isSketch: boolean;
  /** Whether the answer says of itself that it is not all. */
  readonly isCut: boolean;
}

/**
 * What of an answer is lineage, impact or paths, all on one graph; null where nothing is.
 * @param data of the answer
 * @throws GraphQLError where the document does not parse or a variable has no value
 */
export function drawingOf(schema: GraphQLSchema, run: Run, data: unknown): Drawing | null {
  const document = parse(run.document);
  const operation = getOperationAST(document, run.operationName) ?? getOperationAST(document);
  if (!operation) return null;
  const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  // As the server takes them: with the operation's own defaults.
  const { coerced: variables, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], run.variables);
  if (variables === undefined) throw errors[0] ?? new Error('variables');
  const found = foundIn({ schema, operation, fragments, variables }, data);
  const things = createThings(urnsIn([data, variables, found.map(({ args }) => args)]));
  const links = new Map<string, CanvasLink>();
  const risks = new Map<string, Decoration>();
  const greatest = new Map<string, number>();
  let isSketch = false;
  const join = (link: CanvasLink) => void links.set(`${linkKey(link)}\n${link.type}`, link);
  const sketch = (from: string, to: string, hops: number) => {
    isSketch = true;
    join({ from, to, type: null, hops, stale: false });
  };
  for (const each of found) {
    if (each.type === 'Path') drawPath(each, things, join);
    if (each.type === 'Lineage') drawLineage(each, things, join, sketch);
  }
  // Behind these, as a line to what is at risk is drawn only where no way leads to it.
  const led = new Set([...links.values()].map(({ to }) => to));
  for (const each of found) {
    if (each.type !== 'Impact') continue;
    for (const { from, to } of drawImpact(each, things, risks, greatest)) if (!led.has(to)) sketch(from, to, 0);
  }
  if (things.nodes.size === 0) return null;
  const graph = withDepths({ nodes: [...things.nodes.values()], links: [...links.values()] });
  return { graph, decorations: { nodes: risks, links: new Map() }, isSketch, isCut: found.some(isCutShort) };
}

function isCutShort({ value: { answer, pageInfo, exhaustive } }: Found): boolean {
  const hasMore = isFields(pageInfo) && pageInfo['hasNextPage'] === true;
  const isLimited = isFields(answer) && typeof answer['limitHit'] === 'string';
  return hasMore || isLimited || exhaustive === false;
}

const AT_RISK = [
  ['kpis', 'kpi', 'BUSINESS_KPI'],
  ['deployments', 'deployment', 'DEPLOYMENT'],
] as const;

const SHORT = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

type Join = (link: CanvasLink) => void;
type Sketch = (from: string, to: string, hops: number) => void;

function drawPath({ value }: Found, things: Things, join: Join): void {
  const links = listIn(value, 'links');
  const ids = listIn(value, 'nodes').map((node, place) => things.met(node, '', place));
  const ends = links.map(({ from, to }) => (typeof from === 'string' && typeof to === 'string' ? { from, to } : null));
  const count = Math.max(ids.length - 1, ends.length);
  for (let place = 0; place < count; place += 1) {
    const from = ids[place] ?? ends[place]?.from;
    const to = ids[place + 1] ?? ends[place]?.to;
    if (from === undefined || to === undefined) continue;
    for (const [at, end] of [from, to].entries()) if (isUrn(end)) things.known(end, place + at);
    join(linkOf(links[place] ?? {}, from, to));
  }
}

function drawLineage({ value, args, parent }: Found, things: Things, join: Join, sketch: Sketch): void {
  const starts = startsOf(args, parent, things);
  const met = listIn(value, 'nodes').flatMap((node) => {
    const depth = typeof node['depth'] === 'number' ? node['depth'] : Infinity;
    const id = things.met(node, '', depth);
    return id === null ? [] : [{ id, depth }];
  });
  if (value['links'] !== undefined) {
    for (const link of listIn(value, 'links')) {
      const { from, to } = link;
      if (typeof from !== 'string' || typeof to !== 'string') continue;
      join(linkOf(link, things.known(from), things.known(to)));
    }
    return;
  }
  for (const { id, depth } of met) {
    for (const start of starts) {
      if (id === start || depth === 0) continue;
      const hops = Number.isFinite(depth) ? depth : 0;
      if (args['direction'] === 'UPSTREAM') sketch(id, start, hops);
      else if (args['direction'] === 'DOWNSTREAM') sketch(start, id, hops);
    }
  }
}

/**
 * What is at risk, in the colour of the risk. The ways to it are drawn with all paths.
 * @returns from where to where one leads that was not asked for
 */
function drawImpact(
  { value, args, parent }: Found,
  things: Things,
  risks: Map<string, Decoration>,
  greatest: Map<string, number>,
) {
  const starts = startsOf(args, parent, things);
  const unknown: { from: string; to: string }[] = [];
  for (const [list, member, kind] of AT_RISK) {
    const items = itemsIn(value[list]);
    const most = mostRisk(
      list,
      items.map((item) => riskOf(item) ?? 0),
    );
    for (const item of items) {
      const path = isFields(item['path']) ? listIn(item['path'], 'nodes') : [];
      const end = path.length > 0 ? things.met(path.at(-1), kind, path.length - 1) : null;
      const id = end ?? things.met(item[member], kind);
      if (id === null) continue;
      if (end === null) unknown.push(...starts.map((from) => ({ from, to: id })));
      const risk = riskOf(item);
      const told = risk === null ? {} : { badge: SHORT.format(risk), risk: shareOf(risk, most) };
      // Where several put it at risk, the greatest: they do not add up.
      if (risk !== null && risk < (greatest.get(id) ?? 0)) continue;
      greatest.set(id, risk ?? 0);
      risks.set(id, { tone: 'risk', ...told });
    }
  }
  return unknown;
}

/** What an answer is about: what its field was asked of, or the entity that has the field. */
function startsOf(args: Found['args'], parent: Fields, things: Things): string[] {
  const of = [args['of']].flat().filter((each) => typeof each === 'string');
  if (of.length > 0) return of.map((urn) => things.known(urn, 0));
  const id = things.met(parent, '', 0);
  return id === null ? [] : [id];
}

function linkOf(told: Fields, from: string, to: string): CanvasLink {
  const { type, hops, stale } = told;
  return {
    ...{ from, to },
    type: typeof type === 'string' ? type : null,
    hops: typeof hops === 'number' ? hops : 1,
    stale: stale === true,
  };
}

/** Depths that nobody told: steps from what is known to be a start, or from what nothing leads to. */
function withDepths(graph: CanvasGraph): CanvasGraph {
  if (graph.nodes.every(({ depth }) => Number.isFinite(depth))) return graph;
  const { upstream, downstream } = adjacencyOf(graph);
  const places = [...graph.nodes.keys()];
  const told = places.filter((place) => graph.nodes[place]!.depth === 0);
  const starts = told.length > 0 ? told : places.filter((place) => upstream[place]!.length === 0);
  const steps = stepsFrom(
    starts,
    places.map((place) => [...upstream[place]!, ...downstream[place]!]),
  );
  const nodes = graph.nodes.map((node, place) =>
    Number.isFinite(node.depth) ? node : { ...node, depth: steps.get(place) ?? 1 },
  );
  return { ...graph, nodes };
}

function riskOf({ risk }: Fields): number | null {
  return typeof risk === 'number' ? risk : null;
}

/** Of a connection: its nodes, be they asked for with their edges or without. */
function itemsIn(connection: unknown): Fields[] {
  if (!isFields(connection)) return [];
  const edges = listIn(connection, 'edges').flatMap(({ node }) => (isFields(node) ? [node] : []));
  return edges.length > 0 ? edges : listIn(connection, 'nodes');
}

function listIn(fields: Fields, name: string): Fields[] {
  const list = fields[name];
  return Array.isArray(list) ? list.filter(isFields) : [];
}

/** Whatever text in it is a URN. */
function urnsIn(value: unknown): string[] {
  if (typeof value === 'string') return isUrn(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(urnsIn) : [];
}
