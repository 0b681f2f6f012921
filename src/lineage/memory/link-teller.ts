import type { Topology } from '../../projections/topology/topology.ts';
import type { ReachedLink } from '../traversal.ts';
import type { Way } from './contraction.ts';
import { contractedLink, linkOf, type LinkEnd } from './link-maker.ts';
import type { LinkReader } from './link-reader.ts';
import type { Subgraph } from './subgraph.ts';

/** What there is to tell of the links of a subgraph. */
export interface LinkTeller {
  confidence(link: number): number;
  share(link: number): number;
  /** A link over hidden nodes as the relations along it; of any other its own one. */
  way(link: number): Way;
  told(link: number, from: LinkEnd, to: LinkEnd): ReachedLink;
}

/** What a link is worth beside its confidence that this edge makes, to this end by the topology's number. */
export type Share = (slot: number, end: number) => number;

export function createLinkTeller(topology: Topology, graph: Subgraph, reader: LinkReader, share: Share): LinkTeller {
  const { slots, fallbacks, contracted, nodes, ends } = graph;

  function confidence(link: number): number {
    return contracted.get(link)?.confidence ?? reader.confidence(slots[link]!, fallbacks[link] === 1);
  }

  return {
    confidence,
    share: (link) => contracted.get(link)?.share ?? share(slots[link]!, nodes[ends[link]!]!),
    way(link) {
      const slot = slots[link]!;
      const grain = () => reader.grain(slot, fallbacks[link] === 1);
      const alone = () => ({
        hops: 1,
        confidence: confidence(link),
        provenance: reader.provenance(slot),
        grain: grain(),
        isStale: reader.isStale(slot),
      });
      return contracted.get(link) ?? alone();
    },
    told(link, from, to) {
      const way = contracted.get(link);
      if (way !== undefined) return contractedLink(from.id, to.id, way);
      return linkOf(topology, reader, from, to, slots[link]!, fallbacks[link] === 1);
    },
  };
}
