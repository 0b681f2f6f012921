import { useMemo, useRef } from 'react';
import { Button } from 'react-aria-components';
import { go, refine } from '../address.ts';
import { asShown, openGroupOf } from '../canvas/as-shown.ts';
import { lifted } from '../canvas/decorate.ts';
import { UNDECORATED, type CanvasGraph, type Decorations } from '../canvas/graph.ts';
import { Hides } from '../canvas/hides.tsx';
import { LineageCanvas } from '../canvas/lineage-canvas.tsx';
import type { Way } from '../canvas/node-actions.ts';
import { Notice } from '../components/states.tsx';
import type { Moment, PathPartsFragment } from '../generated/operations.ts';
import { entityHref } from '../links.ts';
import { alertCounts, withAlerts } from '../live/alerts-on-canvas.ts';
import { useLiveAlerts } from '../live/use-live-alerts.ts';
import { TEXTS } from '../texts.ts';
import { canvasTexts } from '../texts/canvas.ts';
import type { AskedLineage } from './asked-lineage.ts';
import { GrownBar } from './grown-bar.tsx';
import { MOST_GROWN, written, type Growth } from './growth.ts';
import { pathAmong, withPath } from './shown-graph.ts';
import { useGrowth } from './use-growth.ts';
import { useSame } from './use-same.ts';
import { useSelected } from './use-selected.ts';
import { useStageTop } from './use-stage-top.ts';

interface GraphProps {
  /** A new object is looked at anew; hand in the same one while nothing changes. */
  readonly graph: CanvasGraph;
  /** When what is around a node is asked for. */
  readonly at: Moment;
  /** What the address asks: what is grouped, opened, added, chosen and selected. */
  readonly asked: AskedLineage;
  readonly decorations?: Decorations;
  /** Whether nodes show their open alerts: where the graph is of now, and colours tell of nothing else. */
  readonly hasAlerts?: boolean;
  /** A way that stands out; it is shown whole, whatever the graph has of it. */
  readonly path?: PathPartsFragment | null;
}

/** A graph on the canvas, and what is asked for around its nodes. */
export function Graph({ graph, at, asked, decorations = UNDECORATED, hasAlerts = false, path = null }: GraphProps) {
  const stage = useRef<HTMLDivElement>(null);
  useStageTop(stage);
  const open = useSame(asked.open);
  const used = useGrowth(graph, asked, at);
  const { growths } = used;
  const clustered = useMemo(() => {
    const whole = path === null ? used.graph : withPath(used.graph, path);
    return asShown(whole, {
      by: asked.collapse,
      open: new Set(open),
      keep: (path?.nodes ?? []).map(({ id }) => id),
    });
  }, [used.graph, path, asked.collapse, open]);
  const live = useLiveAlerts();
  // Most of what happens to alerts is about what is not in the graph, and leaves what is drawn as it is.
  const alerts = useSame(hasAlerts ? alertCounts(live, used.graph) : []);
  const marked = useMemo(() => {
    const all = path === null ? decorations : pathAmong(decorations, path);
    return lifted(withAlerts(all, alerts), clustered.graph);
  }, [decorations, path, alerts, clustered]);
  /** The way that was chosen, or else all that stands out and where it begins. */
  const inView = useMemo(() => {
    const seen = path === null ? outstandingIn(decorations, graph) : path.nodes.map(({ id }) => id);
    return new Set(seen);
  }, [decorations, graph, path]);
  const { selected, select, settle } = useSelected(asked.node ?? asked.chosen);
  const foldable = useMemo(
    () => new Set([...growths.map(({ of }) => of), ...clustered.opened.flatMap(({ members = [] }) => members)]),
    [growths, clustered],
  );

  function write(next: readonly Growth[]): void {
    refine({ node: selected, ...written(next) });
  }

  function expand(id: string, ways: readonly Way[]): void {
    const more = ways.filter((way) => !growths.some((each) => each.of === id && each.way === way));
    const all = [...growths, ...more.map((way) => ({ of: id, way }))].slice(0, MOST_GROWN);
    if (all.length > growths.length) write(all);
  }

  function openGroup(id: string): void {
    const [first] = clustered.graph.nodes.find((node) => node.id === id)?.members ?? [];
    refine({ open: [...open, id], node: selected === id ? (first ?? null) : selected });
  }

  function closeGroup(id: string): void {
    refine({ open: open.filter((each) => each !== id), node: selected });
  }

  /** What was asked for around it, or else the group that it was shown of. */
  function fold(id: string): void {
    if (growths.some(({ of }) => of === id)) return write(growths.filter(({ of }) => of !== id));
    const group = openGroupOf(clustered, id);
    if (group !== null) refine({ open: open.filter((each) => each !== group), node: group });
  }

  return (
    <>
      <GrownBar
        used={used}
        opened={clustered.opened}
        onTakeBack={(growth) => write(growths.filter((each) => each !== growth))}
        onClose={closeGroup}
      />
      {clustered.hides.length > 0 && (
        <div className="grown">
          <Notice tone="info">
            {canvasTexts.clustered(clustered.hidden.nodes, clustered.hidden.links)} {TEXTS.lineage.narrow}{' '}
            <Button className="button is-quiet is-small" onPress={() => refine({ mode: null, view: 'list' })}>
              {TEXTS.lineage.views.list}
            </Button>
          </Notice>
          <Hides hides={clustered.hides} onOpen={openGroup} />
        </div>
      )}
      <div ref={stage} className="lineage-stage">
        <LineageCanvas
          graph={clustered.graph}
          selected={selected}
          onSelect={select}
          onExpand={expand}
          onOpenGroup={openGroup}
          onFold={fold}
          foldable={foldable}
          onOpen={(id) => {
            // The way back leads to what was selected.
            settle();
            go(entityHref(id));
          }}
          decorations={marked}
          inView={inView}
        />
      </div>
    </>
  );
}

function outstandingIn({ nodes, links }: Decorations, graph: CanvasGraph): readonly string[] {
  if (nodes.size === 0 && links.size === 0) return [];
  const ends = [...links.keys()].flatMap((key) => key.split('\n'));
  return [...nodes.keys(), ...ends, ...graph.nodes.flatMap(({ id, depth }) => (depth === 0 ? [id] : []))];
}
