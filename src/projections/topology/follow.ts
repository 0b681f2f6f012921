import type { Position } from '../../kernel/moment.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import { mapInTurns } from '../../kernel/turns.ts';
import type { GraphStore } from '../../store/ports.ts';
import { createTopology, type Topology } from './topology.ts';

/** What is known of a topology before it reads the first time. */
export interface Begin {
  readonly topology: Topology;
  readonly position: Position;
}

/** A topology that is brought up to the log. */
export interface TopologyFollower {
  readonly topology: Topology;
  /** Reads at this position and before are answered as the log knew then. */
  readonly position: Position;
  /** Resolves once `position` is at least this one. Whatever calls meanwhile shares the reading. */
  catchUp(position: Position): Promise<void>;
  /** Does something while nothing is read, and reads nothing until it is done. */
  still<T>(work: () => Promise<T>): Promise<T>;
}

/** @param onRows is told how many rows were taken in since the reading began */
export function follow(
  graph: Pick<GraphStore, 'segments' | 'schedules'>,
  ontology: Ontology,
  begin: Begin | null = null,
  onRows: (rows: number) => void = () => {},
): TopologyFollower {
  const topology = begin?.topology ?? createTopology(ontology);
  let position: Position = begin?.position ?? 0;
  let wanted: Position = position;
  let reading: Promise<unknown> | null = null;

  async function advance(): Promise<void> {
    const after = position;
    const upTo = wanted;
    // A first reading takes each row for new, so what an earlier attempt left half loaded must go.
    if (after === 0) topology.clear();
    const take = after === 0 ? topology.add : topology.apply;
    let taken = 0;
    for await (const rows of graph.segments(after, upTo)) {
      await mapInTurns(rows, take);
      taken += rows.length;
      onRows(taken);
    }
    for await (const rows of graph.schedules(after, upTo)) {
      await mapInTurns(rows, topology.schedules.put);
      taken += rows.length;
      onRows(taken);
    }
    position = upTo;
  }

  return {
    topology,
    get position() {
      return position;
    },
    async catchUp(target) {
      wanted = Math.max(wanted, target);
      while (position < target) {
        reading ??= advance().finally(() => (reading = null));
        await reading;
      }
    },
    async still(work) {
      while (reading !== null) await reading;
      const done = work().finally(() => (reading = null));
      // Whoever waits to read does so whatever became of it.
      reading = done.catch(() => {});
      return done;
    },
  };
}
