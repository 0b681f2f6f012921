import type { LaidOut } from './layout/layout.ts';
import { CARD } from './layout/sizes.ts';

/** The id of the node at a point of the layout; null: none. */
export function nodeAt({ graph, layout }: LaidOut, x: number, y: number): string | null {
  const { positions } = layout;
  const at = graph.nodes.findIndex(
    (_, place) =>
      Math.abs(positions[2 * place]! - x) <= CARD.width / 2 &&
      Math.abs(positions[2 * place + 1]! - y) <= CARD.height / 2,
  );
  return graph.nodes[at]?.id ?? null;
}
