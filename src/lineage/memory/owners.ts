import type { Urn } from '../../kernel/urn.ts';
import { CHUNK_BITS, CHUNK_MASK, FROM, NEXT_IN, RECORD_BITS } from '../../projections/topology/edge-table.ts';
import type { Topology } from '../../projections/topology/topology.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { OwnerOfAffected } from '../traversal.ts';
import { createHolds } from './holds.ts';
import { createIdentity } from './identity.ts';
import type { Pace } from './pace.ts';
import { compareIds } from './ranking.ts';
import { sortInTurns } from './sort-in-turns.ts';
import type { Subgraph } from './subgraph.ts';
import { nodeSight } from './visibility.ts';

interface Owned {
  readonly id: Urn;
  readonly cost: number;
}

/** Nodes between two looks at the clock. */
const NODES_AT_ONCE = 128;

/**
 * The owners of these nodes of the subgraph, and of what they are part of, under whatever name. What costs least is hit the
 * surest. Yields as the walk does.
 */
export function* ownersOf(
  topology: Topology,
  at: ReadAt,
  graph: Subgraph,
  affected: readonly number[],
  costs: Float64Array,
  pace: Pace,
): Generator<undefined, OwnerOfAffected[]> {
  const { edges, nodes } = topology;
  const holds = createHolds(topology, at);
  const { names } = createIdentity(topology, at);
  const sight = nodeSight(nodes, at.viewer);

  /** The upstream ends of the edges that hold on a chain, for each name of the thing. */
  function* ends(node: number, chain: Int32Array): Generator<number> {
    for (const name of names(node) ?? [node]) {
      for (let slot = chain[name] ?? 0; slot !== 0; slot = edges.read(slot, NEXT_IN)) {
        const record = (slot & CHUNK_MASK) << RECORD_BITS;
        if (holds(edges.chunks[slot >>> CHUNK_BITS]!, record)) yield edges.read(slot, FROM);
      }
    }
  }

  const owned = new Map<number, Owned[]>();
  for (const [index, node] of affected.entries()) {
    if (index % NODES_AT_ONCE === NODES_AT_ONCE - 1 && pace.look() === 'rest') yield;
    const inTopology = graph.nodes[node]!;
    const owners = new Set(ends(inTopology, edges.firstOwner));
    for (const whole of ends(inTopology, edges.firstWhole)) {
      for (const owner of ends(whole, edges.firstOwner)) owners.add(owner);
    }
    if (owners.size === 0) continue;
    const each = { id: graph.id(node), cost: costs[node]! };
    for (const owner of owners) {
      if (sight?.isHidden(owner) === true) continue;
      const known = owned.get(owner);
      if (known === undefined) owned.set(owner, [each]);
      else known.push(each);
    }
  }
  const owners: (Owned & { readonly owns: readonly Owned[] })[] = [];
  for (const [owner, unordered] of owned) {
    const owns = yield* sortInTurns(unordered, bySurety, pace);
    owners.push({ id: nodes.urn(owner), owns, cost: owns[0]!.cost });
  }
  const ordered = yield* sortInTurns(owners, bySurety, pace);
  return ordered.map(({ id, owns }) => ({ id, owns: owns.map((each) => each.id) }));
}

function bySurety(a: Owned, b: Owned): number {
  return a.cost - b.cost || compareIds(a.id, b.id);
}
