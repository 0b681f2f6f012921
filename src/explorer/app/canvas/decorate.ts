import { adjacencyOf, stepsFrom } from './adjacency.ts';
import { linkKey, type CanvasGraph, type Decoration, type Decorations, type Tone } from './graph.ts';

/** All that lies on a way from one node to the other, links included; empty where none leads there. */
export function wayBetween(graph: CanvasGraph, from: string, to: string): Decorations {
  const placeOf = (id: string) => graph.nodes.flatMap((node, place) => (node.id === id ? [place] : []));
  const { upstream, downstream } = adjacencyOf(graph);
  const ahead = stepsFrom(placeOf(from), downstream);
  const back = stepsFrom(placeOf(to), upstream);
  const isOn = new Set([...ahead.keys()].flatMap((place) => (back.has(place) ? graph.nodes[place]!.id : [])));
  return {
    nodes: new Map([...isOn].map((id) => [id, { tone: 'path' }])),
    links: new Map(
      graph.links.filter((link) => isOn.has(link.from) && isOn.has(link.to)).map((link) => [linkKey(link), 'path']),
    ),
  };
}

/** One path, by the ids of its nodes in order. */
export function alongPath(ids: readonly string[]): Decorations {
  return {
    nodes: new Map(ids.map((id) => [id, { tone: 'path' }])),
    links: new Map(ids.slice(1).map((to, index) => [linkKey({ from: ids[index]!, to }), 'path'])),
  };
}

/** From the loudest: what a group shows of those that it stands for. */
const LOUDNESS: readonly Tone[] = ['alert', 'risk', 'removed', 'added', 'changed', 'path'];

/** The decorations as they show on a graph whose nodes stand for several: the loudest tone, and the greatest risk. */
export function lifted({ nodes, links }: Decorations, graph: CanvasGraph): Decorations {
  const standIn = new Map(
    graph.nodes.flatMap(({ id, members = [] }) => members.map((member) => [member, id] as const)),
  );
  const shown = new Map<string, Decoration>();
  for (const [id, decoration] of nodes) {
    const at = standIn.get(id) ?? id;
    const known = shown.get(at);
    shown.set(at, known === undefined ? decoration : louder(known, decoration));
  }
  const between = [...links].flatMap(([key, tone]) => {
    const [from = '', to = ''] = key.split('\n').map((id) => standIn.get(id) ?? id);
    return from === to ? [] : [[linkKey({ from, to }), tone] as const];
  });
  return { nodes: shown, links: new Map(between) };
}

function louder(one: Decoration, other: Decoration): Decoration {
  const [first, second] = rank(one) <= rank(other) ? [one, other] : [other, one];
  const risk = Math.max(one.risk ?? 0, other.risk ?? 0);
  return { ...second, ...first, ...(risk > 0 && { risk }) };
}

function rank({ tone }: Decoration): number {
  return tone === undefined ? LOUDNESS.length : LOUDNESS.indexOf(tone);
}
