import type { NodeTable } from '../../projections/topology/node-table.ts';
import type { Urn } from '../../kernel/urn.ts';
import { createFront, type Front } from './front.ts';
import { createGrainRules } from './grain.ts';
import { createIdentity } from './identity.ts';
import { createPace } from './pace.ts';
import { compareIds } from './ranking.ts';
import { gatherSubgraph, type LinkCost, type Subgraph } from './subgraph.ts';
import { visibility } from './visibility.ts';
import { walk } from './walk.ts';
import type { Work } from './work.ts';

export interface RegionSetting {
  readonly of: Iterable<Urn>;
  /** Upstream of the starts rather than downstream: links of the subgraph then lead against the flow of data. */
  readonly isUp: boolean;
  /** How many nodes at most, the starts not counted. */
  readonly nodes: number;
  readonly cost: LinkCost;
}

export interface Region {
  readonly graph: Subgraph;
  readonly limitHit: 'NODES' | 'TIME' | null;
}

/** The starts that the topology knows, and all that lies on one side of them. Three quarters of the time are for it. */
export function* region(work: Work, { of, isUp, nodes: most, cost }: RegionSetting): Generator<undefined, Region> {
  const { topology, roles, at, limits, now, begin, scratch } = work;
  const { steps } = scratch;
  const every = { through: null, provenance: null };
  const rules = createGrainRules(topology, roles, every, at, steps);
  const expand = isUp ? rules.up : rules.down;
  const front = createFront(isUp ? scratch.up : scratch.down, {
    isUp,
    rules,
    steps,
    isShown: () => true,
    mayEnter: visibility(at.viewer),
  });
  const { find } = createIdentity(topology, at);
  const starts = new Set([...of].map(find).filter((node) => node !== -1));
  try {
    for (const node of starts) front.start(node);
    const { level, limitHit } = yield* walk([front], Infinity, most, createPace(now, begin + limits.millis / 2));
    const nodes = keptNodes(front, level, Math.max(most, starts.size), topology.nodes);
    const { depths } = front;
    const setting = { topology, nodes, starts: starts.size, depths, expand, steps, cost };
    const graph = yield* gatherSubgraph(
      { ...setting, locals: scratch.ranks },
      createPace(now, begin + (limits.millis * 3) / 4),
    );
    const isOver = limitHit === 'TIME' || !graph.isWhole;
    return { graph, limitHit: isOver ? 'TIME' : limitHit === 'NODES' ? 'NODES' : null };
  } finally {
    front.clean();
  }
}

/** Those within the levels that are whole; of more than there may be the first by depth and id. */
function keptNodes({ queue, depths, count }: Front, level: number, limit: number, table: NodeTable): Int32Array {
  let end = count;
  while (end > 0 && depths[queue[end - 1]!]! > level) end--;
  if (end <= limit) return queue.slice(0, end);
  let before = end;
  while (depths[queue[before - 1]!] === level) before--;
  const last = [...queue.subarray(before, end)].map((node) => ({ node, id: table.urn(node) }));
  last.sort((a, b) => compareIds(a.id, b.id));
  const kept = last.slice(0, limit - before).map(({ node }) => node);
  return Int32Array.from([...queue.subarray(0, before), ...kept]);
}
