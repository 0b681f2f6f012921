import { PROVENANCES, type Provenance, type RelationKey } from '../../kernel/fact.ts';
import type { Urn } from '../../kernel/urn.ts';
import { FROM, META, TO, typeOf } from '../../projections/topology/edge-table.ts';
import type { Topology } from '../../projections/topology/topology.ts';
import { roundedConfidence } from '../confidence.ts';
import type { Grain, ReachedLink } from '../traversal.ts';
import { GRAINS, type Way } from './contraction.ts';
import type { LinkReader } from './link-reader.ts';

/** An end of a link: its id, and the topology's number of it. */
export interface LinkEnd {
  readonly id: Urn;
  readonly node: number;
}

/** The relation that the edge is a segment of. Ends that are at hand spare making their ids anew. */
export function relationOf(topology: Topology, slot: number, from?: LinkEnd, to?: LinkEnd): RelationKey {
  const { edges, nodes, types } = topology;
  const fromNode = edges.read(slot, FROM);
  const toNode = edges.read(slot, TO);
  return {
    type: types.names[typeOf(edges.read(slot, META))]!,
    from: fromNode === from?.node ? from.id : nodes.urn(fromNode),
    to: toNode === to?.node ? to.id : nodes.urn(toNode),
    discriminator: edges.discriminator(slot),
  };
}

/** The link that a way makes over nodes that do not appear. */
export function contractedLink(from: Urn, to: Urn, way: Way): ReachedLink {
  return {
    from,
    to,
    hops: way.hops,
    grain: GRAINS[way.grain] as Grain,
    relation: null,
    confidence: roundedConfidence(way.confidence),
    provenance: PROVENANCES[way.provenance] as Provenance,
    isStale: way.isStale,
  };
}

/** The link that one edge makes between these ends. */
export function linkOf(
  topology: Topology,
  reader: LinkReader,
  from: LinkEnd,
  to: LinkEnd,
  slot: number,
  isFallback: boolean,
): ReachedLink {
  return {
    from: from.id,
    to: to.id,
    hops: 1,
    grain: GRAINS[reader.grain(slot, isFallback)] as Grain,
    relation: relationOf(topology, slot, from, to),
    confidence: roundedConfidence(reader.confidence(slot, isFallback)),
    provenance: PROVENANCES[reader.provenance(slot)] as Provenance,
    isStale: reader.isStale(slot),
  };
}
