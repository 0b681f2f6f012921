import { useMemo } from 'react';
import { canvasTexts } from '../texts/canvas.ts';
import { shareOf } from './blocks/mark.ts';
import type { CanvasGraph, Decorations, Tone } from './graph.ts';
import { KindIcon } from './kind-icon.tsx';
import { MOST_CARDS } from './layout/sizes.ts';

/** Which kinds there are, and how many of each; and what marks on blocks mean, where there are some: a card says it itself. */
export function Legend({ graph, decorations }: { graph: CanvasGraph; decorations: Decorations }) {
  const counts = useMemo(() => {
    const counts = new Map<string, number>();
    for (const { kind, members } of graph.nodes) counts.set(kind, (counts.get(kind) ?? 0) + (members?.length ?? 1));
    return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  }, [graph]);
  const tones = useMemo(() => {
    const told = graph.nodes.length > MOST_CARDS ? [...decorations.nodes.values()] : [];
    return [...new Set(told.flatMap(({ tone }) => tone ?? []))].sort();
  }, [graph, decorations]);
  return (
    <ul className="canvas-legend" aria-label={canvasTexts.legend}>
      {tones.map((tone) => (
        <li key={tone}>
          <Swatch tone={tone} />
          {canvasTexts.tone(tone)}
        </li>
      ))}
      {counts.map(([kind, count]) => (
        <li key={kind}>
          <KindIcon kind={kind} />
          {canvasTexts.kind(kind)} <span className="canvas-count">{count.toLocaleString('en')}</span>
        </li>
      ))}
    </ul>
  );
}

/** As a block is painted. */
function Swatch({ tone }: { tone: Tone }) {
  const colour = tone === 'risk' ? 'var(--canvas-risk-high)' : `var(--canvas-${tone})`;
  const filled = `${100 * shareOf({ tone })}%`;
  const background = `linear-gradient(90deg, ${colour} ${filled}, var(--canvas-surface) ${filled})`;
  return <span className="canvas-swatch" aria-hidden="true" style={{ background, borderColor: colour }} />;
}
