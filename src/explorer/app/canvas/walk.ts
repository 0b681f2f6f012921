import { adjacencyOf } from './adjacency.ts';
import type { LaidOut } from './layout/layout.ts';

export type Step = 'left' | 'right' | 'up' | 'down';

/** Where a step leads from a node: left and right along a link to the nearest, up and down within the layer; null: nowhere. */
export function stepFrom({ graph, layout }: LaidOut, id: string, step: Step): string | null {
  const here = graph.nodes.findIndex((node) => node.id === id);
  if (here < 0) return null;
  const x = (place: number) => layout.positions[2 * place]!;
  const y = (place: number) => layout.positions[2 * place + 1]!;
  if (step === 'left' || step === 'right') {
    const { upstream, downstream } = adjacencyOf(graph);
    const next = (step === 'left' ? upstream : downstream)[here]!;
    const nearest = [...next].sort((a, b) => Math.abs(y(a) - y(here)) - Math.abs(y(b) - y(here)) || y(a) - y(b));
    return idOf(nearest[0]);
  }
  const layer = [...graph.nodes.keys()]
    .filter((place) => layout.ranks[place] === layout.ranks[here])
    .sort((a, b) => x(a) - x(b) || y(a) - y(b));
  return idOf(layer[layer.indexOf(here) + (step === 'up' ? -1 : 1)]);

  function idOf(place: number | undefined): string | null {
    return place === undefined ? null : graph.nodes[place]!.id;
  }
}
