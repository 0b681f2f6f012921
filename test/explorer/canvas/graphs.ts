import { seededRandom } from '../../../bench/layered-graph.ts';
import type { CanvasGraph, CanvasLink, CanvasNode } from '../../../src/explorer/app/canvas/graph.ts';

export function node(id: string, depth: number, more: Partial<CanvasNode> = {}): CanvasNode {
  return { id, kind: 'DATASET', name: id, namespace: 'db', depth, ...more };
}

/** From `a>b>c`: links along it. */
export function chain(text: string, more: Partial<CanvasLink> = {}): CanvasLink[] {
  const ids = text.split('>');
  return ids.slice(1).map((to, at) => ({ from: ids[at]!, to, type: 'READ_BY', hops: 1, stale: false, ...more }));
}

const KINDS = ['DATASET', 'JOB', 'FEATURE', 'MODEL_VERSION', 'DEPLOYMENT', 'BUSINESS_KPI'];

/** An answer of so many nodes in layers, some of which have a great many links; all of it downstream of the first node. */
export function layered(count: number, linkCount: number, layers = 14): CanvasGraph {
  const random = seededRandom(7);
  const layerOf = (place: number) => (place === 0 ? 0 : 1 + Math.floor(((place - 1) * (layers - 1)) / (count - 1)));
  const firstOf = (layer: number) => (layer === 0 ? 0 : 1 + Math.ceil(((layer - 1) * (count - 1)) / (layers - 1)));
  const nodes = Array.from({ length: count }, (_, place) =>
    node(`n${place}`, layerOf(place), { kind: KINDS[layerOf(place) % KINDS.length]!, namespace: `space ${place % 7}` }),
  );
  const pick = (layer: number, lean: number) => {
    const [first, next] = [firstOf(layer), layer + 1 < layers ? firstOf(layer + 1) : count];
    return first + Math.floor(random() ** lean * (next - first));
  };
  const links = new Map<string, CanvasLink>();
  const join = (from: number, to: number) => {
    for (const link of chain(`n${from}>n${to}`)) links.set(`${from}>${to}`, link);
  };
  for (let place = 1; place < count; place++) join(pick(layerOf(place) - 1, 3), place);
  while (links.size < linkCount) {
    const layer = Math.floor(random() * (layers - 1));
    const across = random() < 0.8 ? 1 : Math.min(layers - 1 - layer, 1 + Math.floor(random() * 3));
    join(pick(layer, 3), pick(layer + across, 2));
  }
  return { nodes, links: [...links.values()] };
}
