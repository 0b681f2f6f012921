import type { Position } from '../../kernel/moment.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import { mapInTurns } from '../../kernel/turns.ts';
import type { GraphStore } from '../../store/ports.ts';
import { createTopology, type Topology } from './topology.ts';

/** A topology that is brought up to the log. */
export interface TopologyFollower {
  readonly topology: Topology;
  /** Reads at this position and before are answered as the log knew then. */
  readonly position: Position;
  /** Resolves once `position` is at least this one. Whatever calls meanwhile shares the reading. */
  catchUp(position: Position): Promise<void>;
}

export function follow(graph: Pick<GraphStore, 'segments'>, ontology: Ontology): TopologyFollower {
  const topology = createTopology(ontology);
  let position: Position = 0;
  let wanted: Position = 0;
  let reading: Promise<void> | null = null;

  async function advance(): Promise<void> {
    const after = position;
    const upTo = wanted;
    // A first reading takes each row for new, so what an earlier attempt left half loaded must go.
    if (after === 0) topology.clear();
    const take = after === 0 ? topology.add : topology.apply;
    for await (const rows of graph.segments(after, upTo)) {
      await mapInTurns(rows, take);
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
  };
}
