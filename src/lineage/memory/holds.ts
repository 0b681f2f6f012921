import { ADDED, FROM, INTERVAL, REMOVED, TO } from '../../projections/topology/edge-table.ts';
import type { Topology } from '../../projections/topology/topology.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { Steady } from '../traversal.ts';
import { nodeSight } from './visibility.ts';

/** Says of the edge in this record whether it holds. */
export type Holds = (chunk: Int32Array, record: number) => boolean;

/** Whether the edge was believed at the position and true at the moment, and the walk may come to both of its ends. */
export function createHolds(topology: Topology, at: ReadAt, steady?: Steady): Holds {
  const held = createHeld(topology, at, steady);
  const sight = nodeSight(topology.nodes, at.viewer);
  if (sight === null) return held;
  return (chunk, record) =>
    held(chunk, record) && !sight.isStopped(chunk[record + FROM]!) && !sight.isStopped(chunk[record + TO]!);
}

/** The same whoever asks. @param steady is narrowed to the times at which all that is asked about holds, or not, as it does */
export function createHeld(topology: Topology, at: ReadAt, steady?: Steady): Holds {
  const { intervals } = topology;
  const position = at.position;
  const asOf = at.asOf ?? at.now;
  return (chunk, record) => {
    if (chunk[record + ADDED]! > position || chunk[record + REMOVED]! <= position) return false;
    const interval = chunk[record + INTERVAL]!;
    const from = intervals.from[interval]!;
    const to = intervals.to[interval]!;
    if (steady !== undefined) narrow(steady, from, to, asOf);
    return from <= asOf && asOf < to;
  };
}

/** To the times that lie as this one does to an interval: in it, or on the same side of it. */
export function narrow(steady: Steady, from: number, to: number, asOf: number): void {
  for (const bound of [from, to]) {
    if (bound <= asOf) steady.since = Math.max(steady.since, bound);
    else steady.until = Math.min(steady.until, bound);
  }
}
