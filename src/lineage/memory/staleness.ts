import { FROM, LAPSES, META, TO, typeOf } from '../../projections/topology/edge-table.ts';
import type { Topology } from '../../projections/topology/topology.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { Schedules } from '../schedules.ts';

export function createSchedules({ nodes, schedules }: Topology): Schedules {
  return {
    staleAfter(job, at) {
      const node = nodes.find(job);
      return node === -1 ? null : schedules.intervalAt(node, at.position, at.asOf ?? at.now);
    },
  };
}

/**
 * Whether the edge in this record was not confirmed within its expected interval, as far as was known at the position
 * and as of the moment: its job's runs show such relations, nobody declares it, and nobody saw it for so long.
 */
export function createStaleness(topology: Topology, at: ReadAt): (chunk: Int32Array, record: number) => boolean {
  const { schedules, types } = topology;
  const { position } = at;
  const asOf = at.asOf ?? at.now;
  const intervals = new Map<number, number | null>();

  function intervalOf(job: number): number | null {
    let interval = intervals.get(job);
    if (interval === undefined) {
      interval = schedules.intervalAt(job, position, asOf);
      intervals.set(job, interval);
    }
    return interval;
  }

  return (chunk, record) => {
    const meta = chunk[record + META]!;
    if ((meta & LAPSES) === 0) return false;
    const type = typeOf(meta);
    const isFrom = types.shownByRuns[type]?.runner === 'from';
    const job = chunk[record + (isFrom ? FROM : TO)]!;
    const interval = intervalOf(job);
    if (interval === null) return false;
    return !schedules.wasSeen(job, type, chunk[record + (isFrom ? TO : FROM)]!, position, asOf - interval, asOf);
  };
}
