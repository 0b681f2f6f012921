import { useMemo } from 'react';
import type { CanvasGraph } from './graph.ts';
import { KindIcon } from './kind-icon.tsx';
import { canvasTexts } from '../texts/canvas.ts';

/** Which kinds there are, and how many of each. */
export function Legend({ graph }: { graph: CanvasGraph }) {
  const counts = useMemo(() => {
    const counts = new Map<string, number>();
    for (const { kind, members } of graph.nodes) counts.set(kind, (counts.get(kind) ?? 0) + (members?.length ?? 1));
    return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  }, [graph]);
  return (
    <ul className="canvas-legend" aria-label={canvasTexts.legend}>
      {counts.map(([kind, count]) => (
        <li key={kind}>
          <KindIcon kind={kind} />
          {canvasTexts.kind(kind)} <span className="canvas-count">{count.toLocaleString('en')}</span>
        </li>
      ))}
    </ul>
  );
}
