import type { Topology } from '../../projections/topology/topology.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { Reach, ReachPage, ReachQuery } from '../traversal.ts';
import { createFront, type Front } from './front.ts';
import { gatherLinks } from './gather-links.ts';
import { createIdentity } from './identity.ts';
import { createGrainRules, type KindRoles } from './grain.ts';
import { createPace } from './pace.ts';
import { rank } from './ranking.ts';
import type { Scratch } from './scratch.ts';
import { countHidden, nodeSight, type NodeSight } from './visibility.ts';
import { walk } from './walk.ts';
import type { Work } from './work.ts';

const ALL: ReachPage = { skip: 0, first: Infinity, links: 'TOLD' };
const NO_LINKS = { from: 0, to: 0 };

/**
 * Walks, ranks what is to appear, then gathers the links in the order of the ranks.
 *
 * What a limit leaves is a true prefix: the first nodes by depth and id, with all links among them that lie within the
 * levels walked. Yields wherever the event loop is due a turn.
 */
export function* reach(work: Work, query: ReachQuery): Generator<undefined, Reach> {
  const { topology, roles, at, limits, now, begin, scratch } = work;
  const { nodes } = topology;
  const { find } = createIdentity(topology, at, query.steady);
  const starts = [...new Set(query.of)].map((urn) => ({ urn, node: find(urn) }));
  const known = new Set(starts.map(({ node }) => node).filter((node) => node !== -1));
  const strangers = starts.filter(({ node }) => node === -1).map(({ urn }) => urn);
  const sight = nodeSight(nodes, at.viewer);
  const isShown = shownNodes(topology, query.kinds, known, sight);
  const fronts = createFronts(topology, roles, query, at, scratch, isShown);
  const touched: number[] = [];
  try {
    for (const front of fronts) for (const node of known) front.start(node);
    const { level, limitHit } = yield* walk(
      fronts,
      query.depth ?? Infinity,
      limits.nodes,
      createPace(now, begin + limits.millis / 2),
    );

    // What was found is ranked and put in order whatever the time: how much that is, is bounded.
    const unhurried = createPace(now, Infinity);
    const { skip, first, links: wanted } = query.page ?? ALL;
    const toRank = { fronts, level, strangers, nodes, isShown, wanted: skip + first, most: limits.nodes };
    const { ranked, others, isCut } = yield* rank(toRank, unhurried);
    const page = (count: number) =>
      ranked.slice(skip, Math.min(skip + first, count)).map(({ id, depth }) => ({ id, depth }));
    const hidden = countHidden(fronts, level, sight);
    const cut = isCut && limitHit !== 'TIME' ? 'NODES' : limitHit;
    if (wanted === 'LEFT') {
      const total = ranked.length + others.length;
      return { nodes: page(total), total, links: [], limitHit: cut, staleLinks: 0, hidden };
    }

    const order = [...ranked.map(({ node }) => node), ...others];
    for (const [index, node] of order.entries()) {
      if (node === -1) continue;
      scratch.ranks[node] = index + 1;
      touched.push(node);
    }

    const { steps, ranks } = scratch;
    const window = wanted === 'TOLD' ? { from: skip, to: Math.min(skip + first, ranked.length) } : NO_LINKS;
    const { links, done } = yield* gatherLinks(
      { topology, roles, at, fronts, level, ranked, order, ranks, starts: starts.length, isShown, steps, window },
      createPace(now, begin + limits.millis),
    );
    const { told, stale } = yield* links.ordered(done, unhurried);
    return {
      nodes: page(done),
      total: done,
      links: told,
      limitHit: done < order.length ? 'TIME' : cut,
      staleLinks: stale,
      hidden,
    };
  } finally {
    for (const front of fronts) front.clean();
    for (const node of touched) scratch.ranks[node] = 0;
  }
}

/** The starts always appear, whatever the filter; they are none that are hidden. */
function shownNodes(
  { nodes }: Topology,
  kinds: ReadonlySet<string> | null,
  starts: ReadonlySet<number>,
  sight: NodeSight | null,
): (node: number) => boolean {
  if (kinds === null) return sight === null ? () => true : (node) => !sight.isHidden(node);
  const shown = Uint8Array.from(nodes.kindNames, (kind) => Number(kinds.has(kind)));
  const fits = (node: number) => shown[nodes.kinds[node]!] === 1 || starts.has(node);
  return sight === null ? fits : (node) => fits(node) && !sight.isHidden(node);
}

function createFronts(
  topology: Topology,
  roles: KindRoles,
  query: ReachQuery,
  at: ReadAt,
  { steps, up, down }: Scratch,
  isShown: (node: number) => boolean,
): readonly Front[] {
  const rules = createGrainRules(topology, roles, query, at, steps);
  const setting = { rules, steps, isShown };
  const fronts: Front[] = [];
  if (query.direction !== 'UPSTREAM') fronts.push(createFront(down, { ...setting, isUp: false }));
  if (query.direction !== 'DOWNSTREAM') fronts.push(createFront(up, { ...setting, isUp: true }));
  return fronts;
}
