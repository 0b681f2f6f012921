import {
  CHUNK_BITS,
  CHUNK_MASK,
  META,
  NEXT_IN,
  RECORD_BITS,
  TO,
  typeOf,
} from '../../projections/topology/edge-table.ts';
import { RELEASE } from '../../projections/topology/release-table.ts';
import type { Topology } from '../../projections/topology/topology.ts';
import type { ReadAt } from '../../store/ports.ts';
import { stageShareOf } from '../stage-shares.ts';
import type { Fork } from '../traversal.ts';
import { createHolds } from './holds.ts';

const DEPLOYMENT = 'DEPLOYMENT';

/** How much of a deployment a way goes through, by its stage and its share of the traffic. */
export interface DeploymentShares {
  /** Of the node that this edge leads to: 1 where it is no deployment. */
  entering(node: number, slot: number): number;
  /** Of a way that begins there. */
  beginning(node: number): number;
}

export function createDeploymentShares(topology: Topology, at: ReadAt, fork?: Fork): DeploymentShares {
  const { edges, nodes, releases, types } = topology;
  const deployment = nodes.kindNames.indexOf(DEPLOYMENT);
  const release = types.idOf(RELEASE);
  const holds = createHolds(topology, at);
  const largest = new Map<number, number>();
  const moved = new Map([...(fork?.moved ?? [])].map(([id, release]) => [nodes.find(id), release]));

  function isInForce(slot: number): boolean {
    const record = (slot & CHUNK_MASK) << RECORD_BITS;
    return typeOf(edges.read(slot, META)) === release && holds(edges.chunks[slot >>> CHUNK_BITS]!, record);
  }

  function ofRelease(slot: number): number {
    const { stage, trafficShare } = releases.read(edges.release(slot));
    const other = moved.get(edges.read(slot, TO));
    return stageShareOf(other?.stage ?? stage, other?.trafficShare ?? trafficShare);
  }

  /** Of the releases in force the largest share; 1 where there is none, and nothing is moved. */
  function beginning(node: number): number {
    if (nodes.kinds[node] !== deployment) return 1;
    const known = largest.get(node);
    if (known !== undefined) return known;
    let share: number | null = null;
    for (let slot = edges.firstIn[node] ?? 0; slot !== 0; slot = edges.read(slot, NEXT_IN)) {
      if (isInForce(slot)) share = Math.max(share ?? 0, ofRelease(slot));
    }
    const other = moved.get(node);
    share ??= other === undefined ? 1 : stageShareOf(other.stage, other.trafficShare);
    largest.set(node, share);
    return share;
  }

  return {
    beginning,
    entering(node, slot) {
      if (nodes.kinds[node] !== deployment) return 1;
      return typeOf(edges.read(slot, META)) === release ? ofRelease(slot) : beginning(node);
    },
  };
}
