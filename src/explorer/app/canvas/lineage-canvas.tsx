import './styles/index.ts';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { canvasTexts } from '../texts/canvas.ts';
import { Actions } from './actions.tsx';
import { Controls } from './controls.tsx';
import { UNDECORATED, type CanvasGraph, type Decorations } from './graph.ts';
import { useLayout } from './layout/use-layout.ts';
import { Legend } from './legend.tsx';
import { actionsFor, type NodeActions } from './node-actions.ts';
import { Outline } from './outline.tsx';
import { Overlay } from './overlay.tsx';
import { Spoken } from './spoken.tsx';
import { useFont, useIsDark } from './theme.ts';
import { useView } from './use-view.ts';
import { usePointer } from './use-pointer.ts';
import { isLarge } from './view.ts';
import { fitted, lookingAt, revealing } from './viewport.ts';
import { stepFrom, type Step } from './walk.ts';

export interface LineageCanvasProps extends NodeActions {
  /** A new object is laid out anew; hand in the same one while nothing changes. */
  readonly graph: CanvasGraph;
  /** The id of the node that is selected; null: none. */
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
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
  decorations = UNDECORATED,
  inView = NOTHING,
  ...can
}: LineageCanvasProps) {
  const root = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const container = useRef<HTMLDivElement>(null);
  const [wantsList, setWantsList] = useState(false);
  const { laidOut, hasFailed } = useLayout(graph);
  const isFontThere = useFont(FONT);
  const shown = useView(root, container, {
    laidOut: isFontThere && !hasFailed ? laidOut : null,
    decorations,
    isDark: useIsDark(),
    selected,
  });
  const current = graph.nodes.find(({ id }) => id === selected);
  const hovered = usePointer(shown, {
    selected,
    onSelect,
    onTwice: (id) => {
      const node = graph.nodes.find((each) => each.id === id);
      if (node !== undefined) press('+', node);
    },
  });
  const isListed = wantsList || hasFailed;
  const latest = useRef(selected);
  latest.current = selected;

  useEffect(() => {
    if (shown === null || selected === null) return;
    const { view, laidOut: at } = shown;
    view.show(revealing(at, selected, view.size(), view.viewport()));
  }, [shown, selected]);

  useEffect(() => {
    if (shown === null) return;
    const { view, laidOut: at } = shown;
    const matters = { mustRead: !isLarge(at), first: latest.current };
    view.show(lookingAt(at, inView, view.size(), view.viewport(), matters));
  }, [shown, inView]);

  function press(key: string, node: CanvasGraph['nodes'][number]): boolean {
    const action = actionsFor(node, can).find(({ keys }) => keys.includes(key));
    action?.run();
    return action !== undefined;
  }

  function keyPressed(event: KeyboardEvent): void {
    if (shown === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    const start = shown.laidOut.graph.nodes.find(({ depth }) => depth === 0) ?? shown.laidOut.graph.nodes[0];
    if (step !== undefined) {
      const next = current === undefined ? start?.id : stepFrom(shown.laidOut, current.id, step);
      if (next) onSelect(next);
    } else if (event.key === 'Home' && start !== undefined) onSelect(start.id);
    else if (event.key === 'Escape') onSelect(null);
    else if (event.key === '0') shown.view.show(fitted(shown.laidOut, shown.view.size()));
    else if (current === undefined || !press(event.key, current)) return;
    event.preventDefault();
  }

  return (
    <div
      ref={root}
      className="canvas"
      data-listed={isListed}
      data-state={hasFailed ? 'failed' : shown === null ? 'laying-out' : 'shown'}
    >
      <div
        ref={stage}
        className="canvas-stage"
        data-over={hovered !== null}
        role="application"
        aria-label={`${canvasTexts.canvas}: ${canvasTexts.size(graph.nodes.length, graph.links.length)}. ${canvasTexts.howTo(can.onExpand !== undefined)}`}
        tabIndex={0}
        onKeyDown={keyPressed}
      >
        <div ref={container} className="canvas-drawing" />
        {shown !== null && <Overlay view={shown.view} laidOut={shown.laidOut} selected={selected} hovered={hovered} />}
        {shown === null && (
          <p className="canvas-laying" role={hasFailed ? 'alert' : undefined}>
            {hasFailed ? canvasTexts.notLaidOut : canvasTexts.laying}
          </p>
        )}
      </div>
      <Legend graph={graph} decorations={decorations} />
      {shown !== null && (
        <Controls
          view={shown.view}
          laidOut={shown.laidOut}
          isListed={isListed}
          onList={() => setWantsList(!isListed)}
        />
      )}
      {shown !== null && current !== undefined && (
        <Actions node={current} can={can} onDone={() => stage.current?.focus()} />
      )}
      {isListed && (shown !== null || hasFailed) && (
        <Outline
          graph={shown?.laidOut.graph ?? graph}
          layout={shown?.laidOut.layout ?? null}
          decorations={decorations}
          selected={selected}
          onSelect={onSelect}
          can={can}
        />
      )}
      <Spoken graph={graph} node={current} decorations={decorations} />
    </div>
  );
}
