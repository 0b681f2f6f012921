import { useEffect, useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { useClient } from 'urql';
import { go, refine } from '../address.ts';
import { cluster } from '../canvas/cluster.ts';
import { collapse, type CollapseBy } from '../canvas/collapse.ts';
import { lifted } from '../canvas/decorate.ts';
import { merge, UNDECORATED, type CanvasGraph, type Decorations } from '../canvas/graph.ts';
import { LineageCanvas } from '../canvas/lineage-canvas.tsx';
import { Notice } from '../components/states.tsx';
import { LineageDocument, type Moment, type PathPartsFragment } from '../generated/operations.ts';
import { entityHref } from '../links.ts';
import { withAlerts } from '../live/alerts-on-canvas.ts';
import { useLiveAlerts } from '../live/use-live-alerts.ts';
import { TEXTS } from '../texts.ts';
import { graphOf, pathAmong, withPath } from './shown-graph.ts';

/** As many as the canvas shows at once and stays quick. */
const LIMIT = 5_000;
/** What is around one node, when it is asked for. */
const AROUND = { direction: 'BOTH', depth: 1, first: 500 } as const;

interface GraphProps {
  /** A new object is looked at anew; hand in the same one while nothing changes. */
  readonly graph: CanvasGraph;
  /** When what is around a node is asked for. */
  readonly at: Moment;
  readonly by: CollapseBy | null;
  readonly decorations?: Decorations;
  /** Whether nodes show their open alerts: where the graph is of now, and colours tell of nothing else. */
  readonly hasAlerts?: boolean;
  /** A way that stands out; it is shown whole, whatever the graph has of it. */
  readonly path?: PathPartsFragment | null;
  /** What the page has chosen; the pointer and the keys go on from there. */
  readonly chosen?: string | null;
}

interface Grown {
  readonly from: CanvasGraph;
  readonly graph: CanvasGraph;
  /** What was asked around a node and did not come, or not all of it. */
  readonly problem: string | null;
}

/** A graph on the canvas, and what is asked for around its nodes. */
export function Graph({
  graph,
  at,
  by,
  decorations = UNDECORATED,
  hasAlerts = false,
  path = null,
  chosen = null,
}: GraphProps) {
  const client = useClient();
  const [later, setLater] = useState<Grown>({ from: graph, graph, problem: null });
  const grown = later.from === graph ? later : { from: graph, graph, problem: null };
  /** Groups by their own id, and what they held by its. */
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const clustered = useMemo(() => {
    const whole = path === null ? grown.graph : withPath(grown.graph, path);
    const collapsed = by === null ? whole : collapse(whole, by, opened);
    return cluster(collapsed, LIMIT, new Set([...opened, ...(path?.nodes ?? []).map(({ id }) => id)]));
  }, [grown.graph, path, by, opened]);
  const alerts = useLiveAlerts();
  const marked = useMemo(() => {
    const told = path === null ? decorations : pathAmong(decorations, path);
    return lifted(hasAlerts ? withAlerts(told, alerts) : told, clustered.graph);
  }, [decorations, path, hasAlerts, alerts, clustered]);
  /** The way that was chosen, or else all that stands out and where it begins. */
  const inView = useMemo(() => {
    const seen = path === null ? outstandingIn(decorations, graph) : path.nodes.map(({ id }) => id);
    return new Set(seen);
  }, [decorations, graph, path]);
  const [selected, setSelected] = useState(chosen);
  useEffect(() => setSelected(chosen), [chosen]);

  /** Of a group what it holds, of a node what is around it. */
  function expand(id: string): void {
    const members = clustered.graph.nodes.find((node) => node.id === id)?.members;
    if (members !== undefined) {
      setOpened(new Set([...opened, id, ...members]));
      return;
    }
    // The answer tells more of its moment than a question takes.
    const then = { asOf: at.asOf, knownAt: at.knownAt };
    void client.query(LineageDocument, { of: [id], ...AROUND, at: then }).then(({ data, error }) => {
      const more = data?.lineage;
      const problem =
        more === undefined ? (error?.message ?? null) : more.pageInfo.hasNextPage ? TEXTS.lineage.cutAround : null;
      setLater({ from: graph, graph: more === undefined ? grown.graph : merge(grown.graph, graphOf(more)), problem });
    });
  }

  return (
    <>
      {grown.problem !== null && <Notice tone="warning">{grown.problem}</Notice>}
      {clustered.hidden.nodes > 0 && (
        <Notice tone="info">
          {TEXTS.lineage.clustered(
            clustered.hidden.nodes,
            clustered.hides.some(({ namespace }) => namespace !== null),
          )}{' '}
          <Button className="button is-quiet is-small" onPress={() => refine({ mode: null, view: 'list' })}>
            {TEXTS.lineage.views.list}
          </Button>
        </Notice>
      )}
      <div className="lineage-stage">
        <LineageCanvas
          graph={clustered.graph}
          selected={selected}
          onSelect={setSelected}
          onExpand={expand}
          onOpen={(id) => go(entityHref(id))}
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
