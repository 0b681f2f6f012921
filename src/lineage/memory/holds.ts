import { ADDED, FROM, INTERVAL, REMOVED, TO } from '../../projections/topology/edge-table.ts';
import type { Topology } from '../../projections/topology/topology.ts';
import type { ReadAt } from '../../store/ports.ts';
import { nodeSight } from './visibility.ts';

/** Says of the edge in this record whether it holds. */
export type Holds = (chunk: Int32Array, record: number) => boolean;

/** Whether the edge was believed at the position and true at the moment, and the walk may come to both of its ends. */
export function createHolds(topology: Topology, at: ReadAt): Holds {
  const held = createHeld(topology, at);
  const sight = nodeSight(topology.nodes, at.viewer);
  if (sight === null) return held;
  return (chunk, record) =>
    held(chunk, record) && !sight.isStopped(chunk[record + FROM]!) && !sight.isStopped(chunk[record + TO]!);
}

/** The same whoever asks. */
export function createHeld(topology: Topology, at: ReadAt): Holds {
  const { intervals } = topology;
  const position = at.position;
  const asOf = at.asOf ?? at.now;
  return (chunk, record) => {
    if (chunk[record + ADDED]! > position || chunk[record + REMOVED]! <= position) return false;
    const interval = chunk[record + INTERVAL]!;
    return intervals.from[interval]! <= asOf && asOf < intervals.to[interval]!;
  };
}
