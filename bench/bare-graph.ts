import { urnParts, type Urn } from '../src/kernel/urn.ts';
import { micros, type Micros } from '../src/kernel/time.ts';
import type { EntityRecord, SegmentRow } from '../src/store/ports.ts';
import { layeredGraph } from './layered-graph.ts';

/** The layered graph as what a store derives from facts: what its relations join is described in a few words. */
export interface BareGraph {
  readonly segments: Iterable<SegmentRow>;
  /** Of all that the segments named, once they have been gone through; each with the position at which it came to be. */
  records(): Generator<{ readonly from: number; readonly record: EntityRecord }>;
  /** The last position, and the newest event time. */
  head(): { readonly position: number; readonly at: Micros };
}

export function bareGraph(nodes: number, edges: number): BareGraph {
  const named = new Map<Urn, number>();
  let position = 0;
  let at = micros(0);

  function* segments(): Generator<SegmentRow> {
    for (const row of layeredGraph(nodes, edges)) {
      position = row.addedAt;
      if (row.validFrom > at) at = row.validFrom;
      for (const urn of [row.key.from, row.key.to]) if (!named.has(urn)) named.set(urn, position);
      yield row;
    }
  }

  return {
    segments: segments(),
    *records() {
      for (const [id, from] of named) {
        const parts = urnParts(id);
        const props = { description: `The ${parts.kind.toLowerCase()} ${parts.name} of the warehouse` };
        const times = { createdAt: at, updatedAt: at, retiredAt: null };
        yield { from, record: { id, ...parts, props, described: true, ...times } };
      }
    },
    head: () => ({ position, at }),
  };
}

/** The newest entry of a log that has no other: by it what is kept of an earlier start is known to belong to this log. */
export function onlyEntry(at: Micros) {
  const fact = { fact: 'retire', of: { id: 'urn:throughline:team:bench:none' as Urn }, at, source: 'bench' } as const;
  return { subject: 'none', hash: 'none', fact };
}
