import { PROVENANCES, type Provenance } from '../../kernel/fact.ts';
import {
  CHUNK_BITS,
  CHUNK_MASK,
  confidenceOf,
  FROM,
  META,
  provenanceOf,
  RECORD_BITS,
} from '../../projections/topology/edge-table.ts';
import type { Topology } from '../../projections/topology/topology.ts';
import { DEFAULT_CONFIDENCE, TABLE_FALLBACK_FACTOR } from '../confidence.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { KindRoles } from './grain.ts';
import { createStaleness } from './staleness.ts';

/** What an edge says of the link that it makes. */
export interface LinkReader {
  confidence(slot: number, isFallback: boolean): number;
  /** Its place in PROVENANCES. */
  provenance(slot: number): number;
  /** Its place in GRAINS. */
  grain(slot: number, isFallback: boolean): number;
  isStale(slot: number): boolean;
}

export function createLinkReader(topology: Topology, { parts }: KindRoles, at: ReadAt): LinkReader {
  const { edges, nodes } = topology;
  const isStale = createStaleness(topology, at);
  return {
    confidence(slot, isFallback) {
      const meta = edges.read(slot, META);
      const stated = confidenceOf(meta) ?? DEFAULT_CONFIDENCE[PROVENANCES[provenanceOf(meta)] as Provenance];
      return isFallback ? stated * TABLE_FALLBACK_FACTOR : stated;
    },
    provenance: (slot) => provenanceOf(edges.read(slot, META)),
    grain(slot, isFallback) {
      if (isFallback) return 2;
      return parts[nodes.kinds[edges.read(slot, FROM)]!] === 1 ? 0 : 1;
    },
    isStale: (slot) => isStale(edges.chunks[slot >>> CHUNK_BITS]!, (slot & CHUNK_MASK) << RECORD_BITS),
  };
}
