import { linkKey, type CanvasGraph, type Decoration, type Decorations, type Tone } from './graph.ts';

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
