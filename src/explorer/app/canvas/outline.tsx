import { useMemo, useRef, useState, type ReactNode } from 'react';
import { canvasTexts } from '../texts/canvas.ts';
import { Actions } from './actions.tsx';
import type { CanvasGraph, CanvasNode, Decorations } from './graph.ts';
import { KindIcon } from './kind-icon.tsx';
import type { Layout } from './layout/layout.ts';
import { MOST_CARDS } from './layout/sizes.ts';
import type { NodeActions } from './node-actions.ts';
import { PagedList } from './paged-list.tsx';
import { nameOf, toldOf } from './view.ts';

/** How many ends of links an item names. */
const NAMED = 4;

interface Props {
  readonly graph: CanvasGraph;
  /** Null where there is none: then it goes by distance. */
  readonly layout: Layout | null;
  readonly decorations: Decorations;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  readonly can: NodeActions;
}

/** The same as the canvas, in words: layer by layer, each node with what it comes from and leads to, and what can be done with it. */
export function Outline({ graph, layout, decorations, selected, onSelect, can }: Props) {
  const root = useRef<HTMLElement>(null);
  const layers = useMemo(() => layersOf(graph, layout), [graph, layout]);
  const ends = useMemo(() => endsOf(graph), [graph]);
  // What was done may have put another node, or none, in the place of this one.
  const goOn = () =>
    requestAnimationFrame(() => {
      if (root.current?.contains(document.activeElement) === true) return;
      (root.current?.querySelector<HTMLElement>('[aria-current=true]') ?? root.current)?.focus();
    });
  return (
    <nav ref={root} className="canvas-outline" aria-label={canvasTexts.outline} tabIndex={-1}>
      {layers.map(({ rank, nodes }) => (
        <Layer
          key={rank}
          title={canvasTexts.layer(rank, layout !== null)}
          nodes={nodes}
          open={graph.nodes.length <= MOST_CARDS}
        >
          {(node) => (
            <>
              <button
                type="button"
                className="canvas-listed"
                aria-current={node.id === selected ? 'true' : undefined}
                onClick={() => onSelect(node.id)}
              >
                <KindIcon kind={node.kind} />
                <span className="canvas-item">
                  <strong>{nameOf(node)}</strong>
                  <small>{[canvasTexts.kind(node.kind), ...toldOf(node.id, decorations)].join(' · ')}</small>
                  <Ends label={canvasTexts.comesFrom} names={ends.get(node.id)?.from ?? []} />
                  <Ends label={canvasTexts.leadsTo} names={ends.get(node.id)?.to ?? []} />
                </span>
              </button>
              {node.id === selected && <Actions node={node} can={can} onDone={goOn} />}
            </>
          )}
        </Layer>
      ))}
    </nav>
  );
}

interface LayerProps {
  readonly title: string;
  readonly nodes: readonly CanvasNode[];
  readonly open: boolean;
  readonly children: (node: CanvasNode) => ReactNode;
}

function Layer({ title, nodes, open, children }: LayerProps) {
  const [isOpen, setIsOpen] = useState(open);
  return (
    <details open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        {title} <span className="canvas-count">{nodes.length}</span>
      </summary>
      {isOpen && (
        <PagedList items={nodes} keyOf={({ id }) => id}>
          {children}
        </PagedList>
      )}
    </details>
  );
}

function Ends({ label, names }: { label: string; names: readonly string[] }) {
  if (names.length === 0) return null;
  const named = names.slice(0, NAMED).join(', ');
  const rest = names.length - NAMED;
  return (
    <small>
      {label} {named}
      {rest > 0 && ` ${canvasTexts.andMore(rest)}`}
    </small>
  );
}

function layersOf(graph: CanvasGraph, layout: Layout | null): { rank: number; nodes: CanvasNode[] }[] {
  const layers = Map.groupBy(graph.nodes.keys(), (place) => layout?.ranks[place] ?? graph.nodes[place]!.depth);
  const height = (place: number) => layout?.positions[2 * place + 1] ?? place;
  return [...layers]
    .sort(([a], [b]) => a - b)
    .map(([rank, places]) => ({
      rank,
      nodes: places.sort((a, b) => height(a) - height(b)).map((place) => graph.nodes[place]!),
    }));
}

/** By id: the names of what each comes from and leads to, and what is said of the link. */
function endsOf(graph: CanvasGraph): ReadonlyMap<string, { from: string[]; to: string[] }> {
  const names = new Map(graph.nodes.map((node) => [node.id, nameOf(node)]));
  const ends = new Map(graph.nodes.map(({ id }) => [id, { from: [] as string[], to: [] as string[] }]));
  for (const { from, to, stale, isCoarse = false } of graph.links) {
    const notes = [...(stale ? [canvasTexts.stale] : []), ...(isCoarse ? [canvasTexts.coarse] : [])];
    const note = notes.length === 0 ? '' : ` (${notes.join(', ')})`;
    ends.get(to)?.from.push(`${names.get(from)}${note}`);
    ends.get(from)?.to.push(`${names.get(to)}${note}`);
  }
  return ends;
}
