import { ADDED, INTERVAL, REMOVED } from '../../projections/topology/edge-table.ts';
import type { Topology } from '../../projections/topology/topology.ts';
import type { ReadAt } from '../../store/ports.ts';

/** Whether the edge in this record was believed at the position and true at the moment. */
export function createHolds(topology: Topology, at: ReadAt): (chunk: Int32Array, record: number) => boolean {
  const { intervals } = topology;
  const position = at.position;
  const asOf = at.asOf ?? at.now;
  return (chunk, record) => {
    if (chunk[record + ADDED]! > position || chunk[record + REMOVED]! <= position) return false;
    const interval = chunk[record + INTERVAL]!;
    return intervals.from[interval]! <= asOf && asOf < intervals.to[interval]!;
  };
}
