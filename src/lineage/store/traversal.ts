import type { Ontology } from '../../kernel/ontology.ts';
import { isStretchOver, nextTurn } from '../../kernel/turns.ts';
import { createTopology } from '../../projections/topology/topology.ts';
import type { ScheduleLender } from '../../projections/topology/schedule-table.ts';
import type { ReadAt, RelationLookup } from '../../store/ports.ts';
import type { Aliases } from '../aliases.ts';
import { createMemoryTraversal, DEFAULT_LIMITS } from '../memory/traversal.ts';
import type { Steady, Traversal } from '../traversal.ts';
import { loadRegion, type RegionWanted } from './load-region.ts';
import { createNeighbours } from './neighbours.ts';
import { createSurroundings, type Surroundings } from './surroundings.ts';

export interface StoreLimits {
  /** How many nodes an answer has at most. */
  readonly nodes: number;
  /** How many relations one question reads at most. */
  readonly relations: number;
  /** How long one question may read, in milliseconds. Then what was read is walked, within the limits of walks. */
  readonly millis: number;
}

export const STORE_LIMITS: StoreLimits = { nodes: DEFAULT_LIMITS.nodes, relations: 500_000, millis: 10_000 };

export interface StoreTraversalSetting {
  readonly lookup: RelationLookup;
  readonly ontology: Ontology;
  readonly aliases: Aliases;
  /** Knows when jobs run. */
  readonly lender: ScheduleLender;
  readonly limits?: StoreLimits;
  /** A clock in milliseconds that never goes back. */
  readonly now?: () => number;
}

/** What is to be read beside a region. */
interface Besides {
  /** What else has to be known under all its names. */
  readonly besides?: RegionWanted['of'];
  readonly steady?: Steady | undefined;
}

const EVERYTHING = { depth: Infinity, kinds: null, through: null, provenance: null, includeStale: true };

/**
 * Answers from the store: reads what lies around the starts, and walks that as if it were the whole graph. So there is
 * one set of rules, and what it costs grows with the answer instead of the graph.
 */
export function createStoreTraversal(setting: StoreTraversalSetting): Traversal {
  const { lookup, ontology, aliases, lender, limits = STORE_LIMITS, now = () => performance.now() } = setting;

  async function load(wanted: RegionWanted, at: ReadAt, { besides = [], steady }: Besides = {}) {
    const deadline = now() + limits.millis;
    const follows = (type: string) => wanted.through?.has(type) !== false;
    const isTimeUp = () => now() >= deadline;
    const around = createSurroundings({
      lookup,
      ontology,
      aliases,
      lender,
      at,
      follows,
      most: limits.relations,
      isTimeUp,
      steady,
    });
    for (const id of besides) around.meet(id);
    return { ...(await loadRegion(around, wanted, at)), around };
  }

  /** Walks what was read. Where not even all relations of the starts were, nothing is told of any: some alone may mislead. */
  function walk({ levels, around }: { readonly levels: number; readonly around: Surroundings }): Traversal {
    const topology = levels < 0 ? createTopology(ontology) : around.topology;
    return createMemoryTraversal(topology, { ...DEFAULT_LIMITS, nodes: limits.nodes, levels: Math.max(levels, 0) });
  }

  return {
    async reach(query, at) {
      const depth = query.depth ?? Infinity;
      const { steady } = query;
      const region = await load({ ...query, depth, nodes: limits.nodes }, at, { steady });
      const walked = Math.min(depth, Math.max(region.levels, 0));
      const reach = await walk(region).reach({ ...query, depth: walked === Infinity ? null : walked }, at);
      // All levels asked for were read: what is past them can not be ruled out.
      const hit = depth <= region.levels && region.limitHit !== null ? 'DEPTH' : region.limitHit;
      return { ...reach, limitHit: limitOf(reach.limitHit, hit) };
    },
    async impact(query, at) {
      const region = await load({ ...EVERYTHING, of: query.of, direction: 'DOWNSTREAM', nodes: limits.nodes }, at);
      const owners = region.limitHit ?? (await readOwners(region.around, region.nodes, at));
      const impact = await walk(region).impact(query, at);
      return { ...impact, limitHit: limitOf(impact.limitHit, owners) };
    },
    async paths(query, at) {
      const wanted = { ...EVERYTHING, of: [query.from], direction: 'DOWNSTREAM', nodes: limits.nodes } as const;
      const region = await load(wanted, at, { besides: [query.to] });
      const found = await walk(region).paths(query, at);
      return { ...found, limitHit: limitOf(found.limitHit, region.limitHit) };
    },
    async origins(query, at) {
      const nodes = Math.min(query.nodes, limits.nodes);
      const region = await load({ ...EVERYTHING, of: [query.of], direction: 'UPSTREAM', nodes }, at);
      const origins = await walk(region).origins(query, at);
      return { ...origins, limitHit: limitOf(origins.limitHit, region.limitHit) };
    },
  };
}

/** A walk that is itself short of nodes or time says so; else what kept the reading from going on counts. */
function limitOf<Hit>(walked: Hit, read: 'NODES' | 'TIME' | Hit | null): 'NODES' | 'TIME' | Hit {
  return read === null || walked === 'NODES' || walked === 'TIME' ? walked : read;
}

/** Who answers for these nodes, and for what they are part of. */
async function readOwners(around: Surroundings, nodes: Iterable<number>, at: ReadAt): Promise<'NODES' | 'TIME' | null> {
  const { topology } = around;
  const neighbours = createNeighbours(topology, at);
  for (const node of nodes) {
    if (isStretchOver()) await nextTurn();
    around.need('owners', topology.nodes.urn(node));
    for (const whole of neighbours.wholes(node)) around.need('owners', topology.nodes.urn(whole));
  }
  return around.read();
}
