import {
  CHUNK_BITS,
  CHUNK_MASK,
  FROM,
  META,
  NEXT_IN,
  NEXT_OUT,
  RECORD_BITS,
  TO,
  typeOf,
} from '../../projections/topology/edge-table.ts';
import type { Topology } from '../../projections/topology/topology.ts';
import type { ReadAt } from '../../store/ports.ts';
import { createHeld, createHolds } from '../memory/holds.ts';
import { createIdentity } from '../memory/identity.ts';

/** What has been read around a node, under all its names. It remembers names: after the next reading there has to be another. */
export interface Neighbours {
  /** Of what the part is a part. */
  wholes(part: number): Iterable<number>;
  /** What is fed by the whole without saying of itself which parts it uses. */
  consumers(whole: number): Iterable<number>;
  /** Whether anything flows into the node, as far as the viewer may go. */
  hasInto(node: number): boolean;
}

export function createNeighbours(topology: Topology, at: ReadAt): Neighbours {
  const { edges, types } = topology;
  const held = createHeld(topology, at);
  const holds = createHolds(topology, at);
  const { names } = createIdentity(topology, at);
  const namesOf = (node: number) => names(node) ?? [node];

  function* chain(first: number | undefined, next: number, counts = held): Generator<number> {
    for (let slot = first ?? 0; slot !== 0; slot = edges.read(slot, next)) {
      if (counts(edges.chunks[slot >>> CHUNK_BITS]!, (slot & CHUNK_MASK) << RECORD_BITS)) yield slot;
    }
  }

  return {
    *wholes(part) {
      for (const name of namesOf(part)) {
        for (const slot of chain(edges.firstWhole[name], NEXT_IN)) yield edges.read(slot, FROM);
      }
    },
    *consumers(whole) {
      for (const name of namesOf(whole)) {
        for (const slot of chain(edges.firstOut[name], NEXT_OUT)) {
          if (types.saysColumns[typeOf(edges.read(slot, META))] === 0) yield edges.read(slot, TO);
        }
      }
    },
    hasInto: (node) => namesOf(node).some((name) => !chain(edges.firstIn[name], NEXT_IN, holds).next().done),
  };
}
