import type { NodeTable } from '../../projections/topology/node-table.ts';
import type { Urn } from '../../kernel/urn.ts';
import { contractSubgraph } from './contract-subgraph.ts';
import { costOf } from './costs.ts';
import { createFront, type Front } from './front.ts';
import { createGrainRules } from './grain.ts';
import { createIdentity } from './identity.ts';
import { createLinkReader } from './link-reader.ts';
import { createLinkTeller, type LinkTeller, type Share } from './link-teller.ts';
import { createPace, type Pace } from './pace.ts';
import { compareIds } from './ranking.ts';
import { sortInTurns } from './sort-in-turns.ts';
import { gatherSubgraph, type Subgraph } from './subgraph.ts';
import { countHidden, nodeSight } from './visibility.ts';
import { walk } from './walk.ts';
import type { Work } from './work.ts';

export interface RegionSetting {
  readonly of: Iterable<Urn>;
  /** Upstream of the starts rather than downstream: links of the subgraph then lead against the flow of data. */
  readonly isUp: boolean;
  /** How many nodes at most, the starts not counted. */
  readonly nodes: number;
  /** What a link is worth beside its confidence: a way's worth is the product of both. */
  readonly share: Share;
}

export interface Region {
  readonly graph: Subgraph;
  readonly links: LinkTeller;
  readonly limitHit: 'NODES' | 'TIME' | null;
  readonly hidden: number;
}

/**
 * The starts that the topology knows, and all that lies on one side of them, as the viewer sees it. Seven eighths of the
 * time are for it.
 */
export function* region(work: Work, { of, isUp, nodes: most, share }: RegionSetting): Generator<undefined, Region> {
  const { topology, roles, at, limits, now, begin, scratch } = work;
  const { steps } = scratch;
  const every = { through: null, provenance: null, includeStale: true };
  const rules = createGrainRules(topology, roles, every, at, steps);
  const expand = isUp ? rules.up : rules.down;
  const sight = nodeSight(topology.nodes, at.viewer);
  const isShown = sight === null ? () => true : (node: number) => !sight.isHidden(node);
  const front = createFront(isUp ? scratch.up : scratch.down, { isUp, rules, steps, isShown });
  const reader = createLinkReader(topology, roles, at);
  const { find } = createIdentity(topology, at);
  const starts = new Set([...of].map(find).filter((node) => node !== -1));
  const until = (part: number) => createPace(now, begin + limits.millis * part);
  try {
    for (const node of starts) front.start(node);
    const { level, limitHit } = yield* walk([front], limits.levels ?? Infinity, most, until(1 / 2));
    const kept = keptNodes(
      front,
      level,
      Math.max(most, starts.size),
      topology.nodes,
      isShown,
      createPace(now, Infinity),
    );
    const nodes = yield* kept;
    const { depths } = front;
    const cost = (slot: number, isFallback: boolean, end: number) =>
      costOf(reader.confidence(slot, isFallback)) + costOf(share(slot, end));
    const setting = { topology, nodes, starts: starts.size, depths, expand, steps, isShown, reader, cost };
    const gathered = yield* gatherSubgraph({ ...setting, locals: scratch.ranks }, until(3 / 4));
    const whole = createLinkTeller(topology, gathered, reader, share);
    const graph = sight === null ? gathered : yield* contractSubgraph(gathered, whole, sight.isHidden, until(7 / 8));
    const isOver = limitHit === 'TIME' || !graph.isWhole;
    return {
      graph,
      links: sight === null ? whole : createLinkTeller(topology, graph, reader, share),
      limitHit: isOver ? 'TIME' : limitHit === 'NODES' ? 'NODES' : null,
      hidden: countHidden([front], level, sight),
    };
  } finally {
    front.clean();
  }
}

/**
 * Those within the levels that are whole; of more than may be shown the first by depth and id. What is hidden is kept: it
 * is between those.
 */
function* keptNodes(
  { queue, depths, count, shown }: Front,
  level: number,
  limit: number,
  table: NodeTable,
  isShown: (node: number) => boolean,
  pace: Pace,
): Generator<undefined, Int32Array> {
  let end = count;
  let showing = shown;
  for (; end > 0 && depths[queue[end - 1]!]! > level; end--) if (isShown(queue[end - 1]!)) showing--;
  if (showing <= limit) return queue.slice(0, end);
  let before = end;
  for (; depths[queue[before - 1]!] === level; before--) if (isShown(queue[before - 1]!)) showing--;
  const last = [...queue.subarray(before, end)];
  const named = last.filter(isShown).map((node) => ({ node, id: table.urn(node) }));
  const inOrder = yield* sortInTurns(named, (a, b) => compareIds(a.id, b.id), pace);
  const kept = inOrder.slice(0, limit - showing).map(({ node }) => node);
  return Int32Array.from([...queue.subarray(0, before), ...last.filter((node) => !isShown(node)), ...kept]);
}
