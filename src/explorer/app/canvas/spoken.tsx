import { canvasTexts } from '../texts/canvas.ts';
import type { CanvasGraph, CanvasNode, Decorations } from './graph.ts';
import { nameOf, toldOf } from './view.ts';

interface Props {
  readonly graph: CanvasGraph;
  readonly node: CanvasNode | undefined;
  readonly decorations: Decorations;
}

/** What is said of the selected node to whoever does not see the canvas. */
export function Spoken({ graph, node, decorations }: Props) {
  return (
    <p className="canvas-spoken" role="status">
      {node && wordsOf(graph, node, decorations).join(', ')}
    </p>
  );
}

function wordsOf({ links }: CanvasGraph, node: CanvasNode, decorations: Decorations): string[] {
  const upstream = links.filter(({ to }) => to === node.id).length;
  const downstream = links.filter(({ from }) => from === node.id).length;
  const told = toldOf(node.id, decorations);
  return [nameOf(node), canvasTexts.kind(node.kind), ...told, canvasTexts.links(upstream, downstream)];
}
