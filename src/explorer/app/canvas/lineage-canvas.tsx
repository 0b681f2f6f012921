import './canvas.css';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Controls } from './controls.tsx';
import { UNDECORATED, type CanvasGraph, type Decorations } from './graph.ts';
import { useLayout } from './layout/use-layout.ts';
import { Legend } from './legend.tsx';
import { Outline } from './outline.tsx';
import { Overlay } from './overlay.tsx';
import { canvasTexts } from '../texts/canvas.ts';
import { useFont, useIsDark } from './theme.ts';
import { useView } from './use-view.ts';
import { usePointer } from './use-pointer.ts';
import { nameOf } from './view.ts';
import { fitted, lookingAt, revealing } from './viewport.ts';
import { stepFrom, type Step } from './walk.ts';

export interface LineageCanvasProps {
  /** A new object is laid out anew; hand in the same one while nothing changes. */
  readonly graph: CanvasGraph;
  /** The id of the node that is selected; null: none. */
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
  /** Asks for what is around a node, or within a group; left out where nothing more can be asked for. */
  readonly onExpand?: (id: string) => void;
  /** Opens a node's own page. */
  readonly onOpen?: (id: string) => void;
  readonly decorations?: Decorations;
  /** What is to be in view at first, and whenever it is others; the same object while nothing changes. */
  readonly inView?: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

const STEPS: Readonly<Record<string, Step>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** As in styles/tokens.css; what stands in for it needs no waiting. */
const FONT = "'Inter Variable'";

/** A graph from left to right, to look at and to walk through, and beside it the same as a list. It fills its parent. */
export function LineageCanvas({
  graph,
  selected,
  onSelect,
  onExpand,
  onOpen,
  decorations = UNDECORATED,
  inView = NOTHING,
}: LineageCanvasProps) {
  const root = useRef<HTMLDivElement>(null);
  const container = useRef<HTMLDivElement>(null);
  const [isListed, setIsListed] = useState(false);
  const laidOut = useLayout(graph);
  const isFontThere = useFont(FONT);
  const shown = useView(root, container, {
    laidOut: isFontThere ? laidOut : null,
    decorations,
    isDark: useIsDark(),
    selected,
  });
  const hovered = usePointer(shown, { selected, onSelect, onExpand });
  const current = graph.nodes.find(({ id }) => id === selected);

  useEffect(() => {
    if (shown === null || selected === null) return;
    const { view, laidOut: at } = shown;
    view.show(revealing(at, selected, view.size(), view.viewport()));
  }, [shown, selected]);

  useEffect(() => {
    if (shown === null) return;
    const { view, laidOut: at } = shown;
    view.show(lookingAt(at, inView, view.size(), view.viewport()));
  }, [shown, inView]);

  function keyPressed(event: KeyboardEvent): void {
    if (shown === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    const start = shown.laidOut.graph.nodes.find(({ depth }) => depth === 0) ?? shown.laidOut.graph.nodes[0];
    if (step !== undefined) {
      const next = current === undefined ? start?.id : stepFrom(shown.laidOut, current.id, step);
      if (next) onSelect(next);
    } else if (event.key === 'Home' && start !== undefined) onSelect(start.id);
    else if (event.key === 'Enter' && current !== undefined) onOpen?.(current.id);
    else if (event.key === '+' && current !== undefined) onExpand?.(current.id);
    else if (event.key === 'Escape') onSelect(null);
    else if (event.key === '0') shown.view.show(fitted(shown.laidOut, shown.view.size()));
    else return;
    event.preventDefault();
  }

  return (
    <div ref={root} className="canvas" data-listed={isListed} data-state={shown === null ? 'laying-out' : 'shown'}>
      <div
        className="canvas-stage"
        data-over={hovered !== null}
        role="application"
        aria-label={`${canvasTexts.canvas}: ${canvasTexts.size(graph.nodes.length, graph.links.length)}. ${canvasTexts.howTo(onExpand !== undefined)}`}
        tabIndex={0}
        onKeyDown={keyPressed}
      >
        <div ref={container} className="canvas-drawing" />
        {shown !== null && <Overlay view={shown.view} laidOut={shown.laidOut} selected={selected} hovered={hovered} />}
        {shown === null && <p className="canvas-laying">{canvasTexts.laying}</p>}
      </div>
      <Legend graph={graph} />
      {shown !== null && (
        <Controls view={shown.view} laidOut={shown.laidOut} isListed={isListed} onList={() => setIsListed(!isListed)} />
      )}
      {isListed && shown !== null && (
        <Outline laidOut={shown.laidOut} decorations={decorations} selected={selected} onSelect={onSelect} />
      )}
      <p className="canvas-spoken" role="status">
        {current && [nameOf(current), canvasTexts.kind(current.kind), ...spoken(graph, current.id)].join(', ')}
      </p>
    </div>
  );

  function spoken({ links }: CanvasGraph, id: string): string[] {
    const { tone, badge } = decorations.nodes.get(id) ?? {};
    const upstream = links.filter(({ to }) => to === id).length;
    const downstream = links.filter(({ from }) => from === id).length;
    const words = [tone && canvasTexts.tone(tone), badge, canvasTexts.links(upstream, downstream)];
    return words.filter((word) => word !== undefined);
  }
}
