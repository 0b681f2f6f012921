import { useEffect, useMemo, useRef, type CSSProperties } from 'react';
import type { CanvasGraph, CanvasNode } from './graph.ts';
import type { LaidOut } from './layout/layout.ts';
import { CARD } from './layout/sizes.ts';
import { canvasTexts } from '../texts/canvas.ts';
import { isLarge, nameOf, type View } from './view.ts';

interface Props {
  readonly view: View;
  readonly laidOut: LaidOut;
  readonly selected: string | null;
  readonly hovered: string | null;
}

const SIZE = { '--w': CARD.width, '--h': CARD.height } as CSSProperties;

/**
 * What changes with the pointer and the keys, above the canvas: it moves with the view, and leaves what the canvas has
 * drawn of thousands of nodes as it is.
 */
export function Overlay({ view, laidOut, selected, hovered }: Props) {
  const layer = useRef<HTMLDivElement>(null);
  const find = (id: string | null) => (id === null ? undefined : laidOut.graph.nodes.find((node) => node.id === id));
  const [ring, tip] = [find(selected), find(hovered)];
  const lines = useMemo(
    () => (isLarge(laidOut) ? linesOf(laidOut, [selected, hovered]) : ''),
    [laidOut, selected, hovered],
  );

  useEffect(() => {
    const places = new Map(laidOut.graph.nodes.map(({ id }, place) => [id, place]));
    const place = () => {
      const { zoom, x, y } = view.viewport();
      layer.current?.querySelector('g')?.setAttribute('transform', `translate(${x} ${y}) scale(${zoom})`);
      for (const element of layer.current?.querySelectorAll<HTMLElement>('[data-at]') ?? []) {
        const at = places.get(element.dataset['at']!);
        if (at === undefined) continue;
        const [left, top] = [laidOut.layout.positions[2 * at]!, laidOut.layout.positions[2 * at + 1]!];
        element.style.transform = `translate(${left * zoom + x}px, ${top * zoom + y}px)`;
        element.style.setProperty('--zoom', String(zoom));
      }
    };
    place();
    return view.onMoved(place);
  }, [view, laidOut, selected, hovered]);

  return (
    <div ref={layer} className="canvas-overlay" aria-hidden="true" style={SIZE}>
      <svg className="canvas-near">
        <g>
          <path d={lines} />
        </g>
      </svg>
      {ring && <div className="canvas-ring" data-at={ring.id} />}
      {tip && (
        <div className="canvas-anchor" data-at={tip.id}>
          <Tip node={tip} graph={laidOut.graph} />
        </div>
      )}
    </div>
  );
}

/** The links of the nodes, as the canvas draws them where there are many: straight. */
function linesOf({ graph, layout }: LaidOut, ids: readonly (string | null)[]): string {
  const near = graph.links.filter(({ from, to }) => ids.includes(from) || ids.includes(to));
  const ends = new Set(near.flatMap(({ from, to }) => [from, to]));
  const spots = new Map<string, string>();
  graph.nodes.forEach(({ id }, place) => {
    if (ends.has(id)) spots.set(id, layout.positions.subarray(2 * place, 2 * place + 2).join(' '));
  });
  return near.map(({ from, to }) => `M${spots.get(from)}L${spots.get(to)}`).join('');
}

function Tip({ node, graph }: { node: CanvasNode; graph: CanvasGraph }) {
  const upstream = graph.links.filter(({ to }) => to === node.id).length;
  const downstream = graph.links.filter(({ from }) => from === node.id).length;
  return (
    <div className="canvas-tip">
      <strong>{nameOf(node)}</strong>
      {node.namespace !== '' && <span>{node.namespace}</span>}
      <span>
        {canvasTexts.kind(node.kind)} · {canvasTexts.links(upstream, downstream)}
      </span>
    </div>
  );
}
