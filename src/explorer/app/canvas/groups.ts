import { linkKey, type CanvasGraph, type CanvasLink, type CanvasNode } from './graph.ts';

/** What stands in place of nodes of one key. */
export interface Group {
  /** Of the node that stands for them. */
  readonly id: string;
  readonly name: string;
}

/**
 * The graph with one node for all of one group. A group of one stays as it is. Links within a group go; those between
 * the same two ends become one, which is stale where all of them are.
 * @param groupOf of a node; null: it stays by itself
 */
export function grouped(graph: CanvasGraph, groupOf: (node: CanvasNode) => Group | null): CanvasGraph {
  const groups = new Map<string, { readonly group: Group; readonly members: CanvasNode[] }>();
  for (const node of graph.nodes) {
    const group = groupOf(node);
    if (group === null) continue;
    const known = groups.get(group.id);
    if (known === undefined) groups.set(group.id, { group, members: [node] });
    else known.members.push(node);
  }
  const standIn = new Map<string, string>();
  const nodes = new Map<string, CanvasNode>();
  for (const { group, members } of groups.values()) {
    if (members.length < 2) continue;
    nodes.set(group.id, inPlaceOf(members, group));
    for (const { id } of members) standIn.set(id, group.id);
  }
  const kept = graph.nodes.filter(({ id }) => !standIn.has(id));
  return { nodes: [...kept, ...nodes.values()], links: joined(graph.links, standIn) };
}

/** What would stand for those groups that are open. */
export function openedOf(
  graph: CanvasGraph,
  groupOf: (node: CanvasNode) => Group | null,
  open: ReadonlySet<string>,
): readonly CanvasNode[] {
  if (open.size === 0) return [];
  const all = grouped(graph, (node) => {
    const group = groupOf(node);
    return group !== null && open.has(group.id) ? group : null;
  });
  return all.nodes.filter(({ id, members }) => members !== undefined && open.has(id));
}

function inPlaceOf(members: readonly CanvasNode[], { id, name }: Group): CanvasNode {
  const depth = Math.min(...members.map((each) => each.depth));
  return {
    id,
    kind: common(members.map((each) => each.kind)) ?? 'GROUP',
    name,
    namespace: common(members.map((each) => each.namespace)) ?? '',
    depth,
    members: members.flatMap((each) => each.members ?? [each.id]),
  };
}

function common(values: readonly string[]): string | null {
  return values.every((each) => each === values[0]) ? (values[0] ?? null) : null;
}

function joined(links: readonly CanvasLink[], standIn: ReadonlyMap<string, string>): readonly CanvasLink[] {
  const joined = new Map<string, CanvasLink>();
  for (const link of links) {
    const [from, to] = [standIn.get(link.from) ?? link.from, standIn.get(link.to) ?? link.to];
    const isItself = from === link.from && to === link.to;
    if (!isItself && from === to) continue;
    const key = isItself ? `${linkKey(link)}\n${link.type}` : linkKey({ from, to });
    const known = joined.get(key);
    if (known === undefined) joined.set(key, { ...link, from, to });
    else {
      const type = known.type === link.type ? link.type : null;
      joined.set(key, {
        ...known,
        type,
        hops: Math.min(known.hops, link.hops),
        stale: known.stale && link.stale,
        isCoarse: known.isCoarse === true && link.isCoarse === true,
      });
    }
  }
  return [...joined.values()];
}
