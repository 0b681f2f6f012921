import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { useClient } from 'urql';
import { go, refine } from '../address.ts';
import { cluster } from '../canvas/cluster.ts';
import { collapse, type CollapseBy } from '../canvas/collapse.ts';
import { merge, type CanvasGraph } from '../canvas/graph.ts';
import { LineageCanvas } from '../canvas/lineage-canvas.tsx';
import { shownName } from '../components/entity-link.tsx';
import { Notice } from '../components/states.tsx';
import { LineageDocument, type LineageQuery } from '../generated/operations.ts';
import { entityHref, nameIn } from '../links.ts';
import { TEXTS } from '../texts.ts';

type Lineage = LineageQuery['lineage'];

/** As many as the canvas shows at once and stays quick. */
const LIMIT = 5_000;
/** What is around one node, when it is asked for. */
const AROUND = { direction: 'BOTH', depth: 1, first: 500 } as const;

interface Grown {
  readonly lineage: Lineage;
  readonly graph: CanvasGraph;
  /** What was asked around a node and did not come, or not all of it. */
  readonly problem: string | null;
}

/** The answer on the canvas, and what is asked for around its nodes. */
export function Graph({ lineage, by }: { lineage: Lineage; by: CollapseBy | null }) {
  const client = useClient();
  const answered = useMemo<Grown>(() => ({ lineage, graph: graphOf(lineage), problem: null }), [lineage]);
  const [later, setLater] = useState(answered);
  const grown = later.lineage === lineage ? later : answered;
  /** Groups by their own id, and what they held by its. */
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const clustered = useMemo(() => {
    const collapsed = by === null ? grown.graph : collapse(grown.graph, by, opened);
    return cluster(collapsed, LIMIT, opened);
  }, [grown.graph, by, opened]);
  const [selected, setSelected] = useState<string | null>(null);

  /** Of a group what it holds, of a node what is around it. */
  function expand(id: string): void {
    const members = clustered.graph.nodes.find((node) => node.id === id)?.members;
    if (members !== undefined) {
      setOpened(new Set([...opened, id, ...members]));
      return;
    }
    const at = { asOf: lineage.answer.moment.asOf, knownAt: lineage.answer.moment.knownAt };
    void client.query(LineageDocument, { of: [id], ...AROUND, at }).then(({ data, error }) => {
      const more = data?.lineage;
      const problem =
        more === undefined ? (error?.message ?? null) : more.pageInfo.hasNextPage ? TEXTS.lineage.cutAround : null;
      setLater({ lineage, graph: more === undefined ? grown.graph : merge(grown.graph, graphOf(more)), problem });
    });
  }

  return (
    <>
      {grown.problem !== null && <Notice tone="warning">{grown.problem}</Notice>}
      {clustered.hidden.nodes > 0 && (
        <Notice tone="info">
          {TEXTS.lineage.clustered(clustered.hidden.nodes)}{' '}
          <Button className="button is-quiet is-small" onPress={() => refine({ view: 'list' })}>
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
        />
      </div>
    </>
  );
}

function graphOf({ nodes, links }: Lineage): CanvasGraph {
  return {
    nodes: nodes.map(({ id, depth, entity }) => ({
      id,
      depth,
      kind: entity?.kind ?? '',
      name: entity === null ? nameIn(id) : shownName(entity),
      namespace: entity?.namespace ?? '',
    })),
    links: links.map(({ from, to, type, hops, stale }) => ({ from, to, type, hops, stale })),
  };
}
