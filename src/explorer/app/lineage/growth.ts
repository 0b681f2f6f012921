import { adjacencyOf, stepsFrom } from '../canvas/adjacency.ts';
import { linkKey, merge, type CanvasGraph } from '../canvas/graph.ts';
import type { Way } from '../canvas/node-actions.ts';
import type { LineageFilter, LineageQuery, LineageQueryVariables, Moment } from '../generated/operations.ts';
import { FIRST } from './asked-lineage.ts';
import { graphOf } from './shown-graph.ts';

/** So many are asked for at once: each is a question, and a URN in the address. */
export const MOST_GROWN = 20;

/** What is asked for around one node, beside what the walk met. */
export interface Growth {
  readonly of: string;
  readonly way: Way;
}

/** What came of it; what came before, with `isOld`, while it is asked anew. */
export interface GrowthAnswer {
  readonly lineage: LineageQuery['lineage'] | null;
  /** Why nothing came. */
  readonly problem: string | null;
  readonly isOld: boolean;
}

/** What one growth added to the graph, once its answer is there and its node in the graph. */
interface Added {
  readonly nodes: number;
  readonly links: number;
}

export interface Grown {
  readonly graph: CanvasGraph;
  /** By `keyOf`; what is not in it added nothing, as its node is not there. */
  readonly added: ReadonlyMap<string, Added>;
}

export function keyOf({ way, of }: Growth): string {
  return `${way} ${of}`;
}

/** As they stand in the address. */
export function written(growths: readonly Growth[]): Record<Way, readonly string[]> {
  const around = (way: Way) => growths.flatMap((each) => (each.way === way ? [each.of] : []));
  return { up: around('up'), down: around('down'), kpis: around('kpis') };
}

/** At the moment of what it is added to, and of that kind which is shown there. */
export function questionOf({ of, way }: Growth, at: Moment, filter: LineageFilter): LineageQueryVariables {
  // An answer tells more of its moment than a question takes.
  const asked = { of: [of], first: FIRST, at: { asOf: at.asOf ?? null, knownAt: at.knownAt ?? null } };
  if (way !== 'kpis') return { ...asked, filter, direction: way === 'up' ? 'UPSTREAM' : 'DOWNSTREAM', depth: 1 };
  const { kinds } = filter;
  const seen = kinds ? { ...filter, kinds: [...new Set([...kinds].concat('BUSINESS_KPI'))] } : filter;
  return { ...asked, filter: seen, direction: 'DOWNSTREAM', depth: null };
}

/** The graph with all that was asked for around its nodes, also around those that came that way, in whatever order it was. */
export function grow(
  graph: CanvasGraph,
  growths: readonly Growth[],
  answers: ReadonlyMap<string, GrowthAnswer>,
): Grown {
  const added = new Map<string, Added>();
  let grown = graph;
  let left = growths.flatMap((growth) => {
    const lineage = answers.get(keyOf(growth))?.lineage;
    if (!lineage) return [];
    const more = graphOf(lineage);
    return [{ growth, more: growth.way === 'kpis' ? towardsKpis(more) : more }];
  });
  for (;;) {
    const there = new Set(grown.nodes.map(({ id }) => id));
    const now = left.filter(({ growth: { of } }) => there.has(of));
    if (now.length === 0) return { graph: grown, added };
    left = left.filter((each) => !now.includes(each));
    for (const { growth, more } of now) {
      const next = merge(grown, more);
      const nodes = next.nodes.length - grown.nodes.length;
      const links = next.links.length - grown.links.length;
      added.set(keyOf(growth), { nodes, links });
      // Where nothing came, it is the same graph, and is not laid out anew.
      if (nodes + links > 0) grown = next;
    }
  }
}

/** What lies on a way to a KPI, and where it begins. */
function towardsKpis(graph: CanvasGraph): CanvasGraph {
  const kpis = graph.nodes.flatMap(({ kind }, place) => (kind === 'BUSINESS_KPI' ? [place] : []));
  const leads = stepsFrom(kpis, adjacencyOf(graph).upstream);
  const nodes = graph.nodes.filter(({ depth }, place) => depth === 0 || leads.has(place));
  const kept = new Set(nodes.map(({ id }) => id));
  return { nodes, links: graph.links.filter(({ from, to }) => kept.has(from) && kept.has(to)) };
}

/** What was met and what was added, as the API tells of it, each as far as it lies in the graph. */
export function metIn(
  { graph }: Grown,
  met: LineageQuery['lineage'],
  answers: ReadonlyMap<string, GrowthAnswer>,
): Pick<LineageQuery['lineage'], 'nodes' | 'links'> {
  const all = [met, ...[...answers.values()].flatMap(({ lineage }) => lineage ?? [])];
  const entities = new Map(all.flatMap(({ nodes }) => nodes.map((node) => [node.id, node])));
  const links = new Map(all.flatMap((each) => each.links.map((link) => [`${linkKey(link)}\n${link.type}`, link])));
  const ids = new Set(graph.nodes.map(({ id }) => id));
  return {
    nodes: graph.nodes.flatMap(({ id, depth }) => (entities.has(id) ? [{ ...entities.get(id)!, depth }] : [])),
    links: [...links.values()].filter(({ from, to }) => ids.has(from) && ids.has(to)),
  };
}
