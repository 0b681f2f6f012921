import { PROVENANCES, type Provenance } from '../../kernel/fact.ts';
import { confidenceOf, FROM, META, provenanceOf } from '../../projections/topology/edge-table.ts';
import type { Topology } from '../../projections/topology/topology.ts';
import { DEFAULT_CONFIDENCE, TABLE_FALLBACK_FACTOR } from '../confidence.ts';
import type { KindRoles } from './grain.ts';

/** What an edge says of the link that it makes. */
export interface LinkReader {
  confidence(slot: number, isFallback: boolean): number;
  /** Its place in PROVENANCES. */
  provenance(slot: number): number;
  /** Its place in GRAINS. */
  grain(slot: number, isFallback: boolean): number;
}

export function createLinkReader({ edges, nodes }: Topology, { parts }: KindRoles): LinkReader {
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
  };
}
