import { useMemo, useState } from 'react';
import type { CanvasNode, Decorations } from './graph.ts';
import { KindIcon } from './kind-icon.tsx';
import type { LaidOut } from './layout/layout.ts';
import { canvasTexts } from '../texts/canvas.ts';
import { nameOf } from './view.ts';

/** So many of a layer are listed at once; the rest when they are asked for. */
const PAGE = 100;
/** How many ends of links an item names. */
const NAMED = 4;

interface Props {
  readonly laidOut: LaidOut;
  readonly decorations: Decorations;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

/** The same as the canvas, in words: layer by layer, each node with what it comes from and leads to. */
export function Outline({ laidOut, decorations, selected, onSelect }: Props) {
  const layers = useMemo(() => layersOf(laidOut), [laidOut]);
  const ends = useMemo(() => endsOf(laidOut), [laidOut]);
  return (
    <nav className="canvas-outline" aria-label={canvasTexts.outline}>
      {layers.map(({ rank, nodes }) => (
        <Layer key={rank} title={canvasTexts.layer(rank)} nodes={nodes} open={laidOut.graph.nodes.length <= 4 * PAGE}>
          {(node) => (
            <button
              type="button"
              aria-current={node.id === selected ? 'true' : undefined}
              onClick={() => onSelect(node.id)}
            >
              <KindIcon kind={node.kind} />
              <span className="canvas-item">
                <strong>{nameOf(node)}</strong>
                <small>{[canvasTexts.kind(node.kind), ...wordsOf(node, decorations)].join(' · ')}</small>
                <Ends label={canvasTexts.comesFrom} names={ends.get(node.id)?.from ?? []} />
                <Ends label={canvasTexts.leadsTo} names={ends.get(node.id)?.to ?? []} />
              </span>
            </button>
          )}
        </Layer>
      ))}
    </nav>
  );
}

function wordsOf({ id }: CanvasNode, { nodes }: Decorations): string[] {
  const { tone, badge } = nodes.get(id) ?? {};
  return [tone && canvasTexts.tone(tone), badge].filter((word) => word !== undefined);
}

function Layer(props: {
  title: string;
  nodes: readonly CanvasNode[];
  open: boolean;
  children: (node: CanvasNode) => React.ReactNode;
}) {
  const [isOpen, setIsOpen] = useState(props.open);
  const [most, setMost] = useState(PAGE);
  const left = props.nodes.length - most;
  return (
    <details open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        {props.title} <span className="canvas-count">{props.nodes.length}</span>
      </summary>
      {isOpen && (
        <ul>
          {props.nodes.slice(0, most).map((node) => (
            <li key={node.id}>{props.children(node)}</li>
          ))}
          {left > 0 && (
            <li>
              <button type="button" onClick={() => setMost(most + PAGE)}>
                {canvasTexts.more(Math.min(PAGE, left))}
              </button>
            </li>
          )}
        </ul>
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

function layersOf({ graph, layout }: LaidOut): { rank: number; nodes: CanvasNode[] }[] {
  const layers = new Map<number, number[]>();
  for (const place of graph.nodes.keys()) {
    const rank = layout.ranks[place]!;
    const layer = layers.get(rank);
    if (layer === undefined) layers.set(rank, [place]);
    else layer.push(place);
  }
  const height = (place: number) => layout.positions[2 * place + 1]!;
  return [...layers]
    .sort(([a], [b]) => a - b)
    .map(([rank, places]) => ({
      rank,
      nodes: places.sort((a, b) => height(a) - height(b)).map((place) => graph.nodes[place]!),
    }));
}

/** By id: the names of what each comes from and leads to, and what is said of the link. */
function endsOf({ graph }: LaidOut): ReadonlyMap<string, { from: string[]; to: string[] }> {
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
