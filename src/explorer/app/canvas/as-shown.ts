import { cluster, type Clustered } from './cluster.ts';
import { collapse, groupsBy, type CollapseBy } from './collapse.ts';
import type { CanvasGraph } from './graph.ts';
import { openedOf } from './groups.ts';

/** As many as the canvas shows at once and stays quick. */
const LIMIT = 5_000;

interface Wanted {
  /** What becomes one node; null: nothing. */
  readonly by?: CollapseBy | null;
  /** Groups that are open, by the id of the node that would stand for them. */
  readonly open: ReadonlySet<string>;
  /** What stays by itself even where there is too much. */
  readonly keep?: Iterable<string>;
}

/** A graph as the canvas draws it: in groups where that is wanted, and where it is too large. */
export function asShown(graph: CanvasGraph, { by = null, open, keep = [] }: Wanted): Clustered {
  const opened = by === null ? [] : openedOf(graph, groupsBy(graph, by), open);
  const collapsed = by === null ? graph : collapse(graph, by, open);
  const stay = new Set([...keep, ...opened.flatMap(({ members = [] }) => members)]);
  const clustered = cluster(collapsed, LIMIT, { keep: stay, open });
  return { ...clustered, opened: [...opened, ...clustered.opened] };
}

/** The group among those that are open by which a node is shown; null: none. */
export function openGroupOf({ opened }: Clustered, id: string): string | null {
  return opened.find(({ members = [] }) => members.includes(id))?.id ?? null;
}
