import type { Subgraph } from './subgraph.ts';

/** The links of a subgraph by the node that they lead to. */
export interface Incoming {
  /** The links into a node stand in `links` from `first[node]` on and before `first[node + 1]`. */
  readonly first: Int32Array;
  readonly links: Int32Array;
  /** By link: the node that it comes from. */
  readonly sources: Int32Array;
}

export function incoming({ count, firstOut, ends }: Subgraph): Incoming {
  const size = firstOut[count]!;
  const first = new Int32Array(count + 1);
  const links = new Int32Array(size);
  const sources = new Int32Array(size);
  for (let link = 0; link < size; link++) first[ends[link]!]!++;
  // Each node's links are filled in from behind, so that its count ends as its first place.
  for (let node = 1; node <= count; node++) first[node]! += first[node - 1]!;
  for (let node = 0; node < count; node++) {
    for (let link = firstOut[node]!; link < firstOut[node + 1]!; link++) {
      sources[link] = node;
      links[--first[ends[link]!]!] = link;
    }
  }
  return { first, links, sources };
}
